import type { Page } from "@playwright/test";
import { checkPage, checkPageAt } from "./check-page.ts";
import { allow, callTool, connect, listNames, readToolError } from "./drive-app.ts";
import { openRequest, registerApp } from "./drive-consent.ts";
import { confirm, createOrganisation, makeFounder } from "./drive-console.ts";
import { expectNotAllowed, workingButtons } from "./expect-not-allowed.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { type Approve, connectHost } from "./oauth-host.ts";
import { MCP_URL, unique } from "./server.ts";

const APPS = "/o/acme/apps";
const OPEN = "Anyone may connect verified apps";
const ASK = "Ask for others";
const LIST = "Only the list";
const NOT_FOUND = "This page does not exist";

test.use({ person: PEOPLE.owner });
test.afterEach(async ({ page }) => await chooseRule(page, OPEN));

async function chooseRule(page: Page, rule: string): Promise<void> {
  await page.goto(APPS);
  // The whole card is the radio's label, so the card is what a pointer hits.
  await page.getByRole("radio", { name: rule }).check({ force: true });
  await page.getByRole("button", { name: "Save rule" }).click();
  await expect(page.getByText("The rule is saved")).toBeVisible();
}

/** An app of its own that registered itself, and its request in that person's browser. */
async function askAs(page: Page, name = `Asker ${unique()}`) {
  const redirectUri = "http://localhost:54321/callback";
  const clientId = await registerApp({
    client_name: name,
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: "none",
  });
  return { name, uid: await openRequest(page, { clientId, redirectUri }) };
}

async function openApp(page: Page, name: string, view = "allowed"): Promise<void> {
  await page.goto(`${APPS}?${new URLSearchParams({ view, search: name })}`);
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

test("an app is asked for, approved by an admin, and then connects like any other", async ({
  page,
  openAs,
}) => {
  await chooseRule(page, ASK);
  const grace = await openAs(PEOPLE.member);
  const name = `Journey host ${unique()}`;
  const askThenAllow: Approve = async (url) => {
    await grace.goto(url);
    await expect(grace.getByRole("heading", { name: `An admin has to allow ${name} first` })).toBeVisible();
    await grace.getByRole("button", { name: "Send request" }).click();
    await expect(grace.locator("#reason-error")).toHaveText("Say in a sentence what you need the app for.");
    await grace.getByLabel("What do you need it for?").fill("To plan the week");
    await grace.getByRole("button", { name: "Send request" }).click();
    await expect(grace.getByRole("heading", { name: `Your request for ${name} waits` })).toBeVisible();
    await answer(page, name, "Approve");
    await allow(grace)(url);
  };
  const host = await connectHost(
    MCP_URL,
    { era: "2026-07-28", registration: "registered", name },
    askThenAllow,
  );
  expect(await listNames(host.tokens().access_token)).toContain("list_agents");
  await expect(async () => {
    await page.goto("/local/mailbox");
    const mails = page.getByRole("article");
    await expect(mails.filter({ hasText: "To plan the week" }).first()).toBeVisible({ timeout: 1_000 });
    const told = mails.filter({ hasText: `You may connect ${name}` }).first();
    await expect(told).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await openApp(page, name);
  await expect(page.getByRole("main").getByText("On the list").first()).toBeVisible();
  await host.close();
});

async function answer(page: Page, name: string, verb: "Approve" | "Decline"): Promise<void> {
  await page.goto(`${APPS}?view=requests`);
  const request = page.getByRole("listitem").filter({ hasText: name }).filter({ hasText: "Waits" });
  await request.getByLabel("Note").fill("For this quarter");
  await request.getByRole("button", { name: `${verb} ${name}` }).click();
  await expect(
    page.getByText(verb === "Approve" ? "Approved. Everybody" : "Declined. Who asked"),
  ).toBeVisible();
}

test("a declined app may be asked for again, and going back tells the app that nothing was allowed", async ({
  page,
  openAs,
}) => {
  await chooseRule(page, ASK);
  const grace = await openAs(PEOPLE.member);
  const { name, uid } = await askAs(grace);
  await grace.getByLabel("What do you need it for?").fill("Just trying");
  await grace.getByRole("button", { name: "Send request" }).click();
  await expect(grace.getByRole("heading", { name: `Your request for ${name} waits` })).toBeVisible();
  await page.goto("/o/acme");
  await expect(page.getByRole("navigation").getByRole("link", { name: /^Apps ?\d+ waiting/ })).toBeVisible();
  await page.getByRole("region", { name: "Numbers" }).getByRole("link", { name: "Apps asked for" }).click();
  await page.waitForURL(/view=requests/);
  await answer(page, name, "Decline");
  await grace.goto(`/connect/${uid}`);
  await expect(grace.getByText("Their note: For this quarter")).toBeVisible();
  await expect(grace.getByRole("button", { name: "Send request" })).toBeVisible();
  await chooseRule(page, LIST);
  await grace.goto(`/connect/${uid}`);
  await expect(
    grace.getByRole("heading", { name: `${name} is not on the list of Acme Robotics` }),
  ).toBeVisible();
  await expect(grace.getByRole("button", { name: /^Allow/ })).toHaveCount(0);
  const returned = grace.waitForRequest((request) => request.url().includes("/callback?"));
  await grace.getByRole("button", { name: "Return without connecting" }).click();
  expect((await returned).url()).toContain("error=access_denied");
});

test("an app gets no more than its limit, at consent and at every call, and a block ends it at once", async ({
  page,
  openAs,
}) => {
  const ada = await openAs(PEOPLE.owner);
  const name = `Limited ${unique()}`;
  const host = await connect(ada, { preset: "All I may use", name });
  const token = host.tokens().access_token;
  expect(await listNames(token)).toContain("create_agent");
  await openApp(page, name);
  await page.getByLabel("Highest effect it may get").selectOption("read");
  await page.getByLabel("Callback hosts it may return to").fill("http://nowhere");
  await page.getByRole("button", { name: "Save decision" }).click();
  await expect(page.getByText("Write a host as it is shown").first()).toBeVisible();
  await expect(page.getByLabel("Callback hosts it may return to")).toHaveValue("http://nowhere");
  await expect(page.getByLabel("Highest effect it may get")).toHaveValue("read");
  await page.getByLabel("Callback hosts it may return to").fill("localhost");
  await page.getByRole("button", { name: "Save decision" }).click();
  await expect(page.getByText("The decision is saved")).toBeVisible();
  expect(await listNames(token)).not.toContain("create_agent");
  expect(await readToolError(await callTool(token, "create_agent", { name: "x" }))).toContain(
    "limits what this app may do",
  );
  await ada.goto(host.authorizationUrl);
  await expect(ada.getByText("An admin limits this app.").first()).toBeVisible();
  await page.getByLabel("Reason").fill("Nobody knows who runs it");
  await confirm(page, "Block and disconnect all", `Block ${name}`);
  await expect(page.getByText("Blocked. Its connections have ended")).toBeVisible();
  expect((await callTool(token, "list_agents")).status).toBe(401);
  await ada.reload();
  await expect(ada.getByRole("heading", { name: `Acme Robotics has blocked ${name}` })).toBeVisible();
  await page.getByRole("button", { name: "Unblock" }).click();
  await expect(page.getByText("Unblocked. Who was connected")).toBeVisible();
  await expect(page.getByLabel("Highest effect it may get")).toHaveValue("read");
  expect((await callTool(token, "list_agents")).status).toBe(401);
  await host.close();
});

test("two admins who decide about one app at once: the second sees that, and loses nothing", async ({
  page,
  openAs,
}) => {
  const ada = await openAs(PEOPLE.owner);
  const name = `Contested ${unique()}`;
  const host = await connect(ada, { name });
  await openApp(page, name);
  await page
    .getByRole("table", { name: "Connections by installation" })
    .getByRole("link", { name: PEOPLE.owner })
    .click();
  await page.waitForURL(/\/connections\/[\w-]{36}$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await page.goBack();
  await openApp(ada, name);
  for (const [one, effect] of [
    [page, "write"],
    [ada, "external"],
  ] as const) {
    await one.getByLabel("Highest effect it may get").selectOption(effect);
    await one.getByRole("button", { name: "Save decision" }).click();
    await expect(one.getByText(/The decision is saved|Somebody else decided/)).toBeVisible();
  }
  await expect(ada.getByText("Somebody else decided about this app")).toBeVisible();
  await expect(ada.getByLabel("Highest effect it may get")).toHaveValue("external");
  await host.close();
});

test("I01 J10: members see no apps, auditors change nothing, and another organisation's app is not there", async ({
  page,
  openAs,
}) => {
  const [grace, alan] = [await openAs(PEOPLE.member), await openAs(PEOPLE.auditor)];
  const name = `Guarded ${unique()}`;
  const host = await connect(await openAs(PEOPLE.owner), { name });
  await openApp(page, name);
  const path = new URL(page.url()).pathname;
  for (const one of [APPS, path]) {
    await grace.goto(one);
    await expect(grace.getByText("Your role does not let you manage apps")).toBeVisible();
  }
  for (const one of [APPS, path, `${APPS}?view=requests`]) {
    await alan.goto(one);
    await expect(alan.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(workingButtons(alan).filter({ hasText: /Save|Block|Approve|Add/ })).toHaveCount(0);
    if (one === APPS) await expectNotAllowed(alan, "Add an app to the list");
    if (one === path) await expectNotAllowed(alan, "Block and disconnect all");
    await expect(alan.getByRole("main").getByRole("radio")).toHaveCount(0);
  }
  const [request] = await Promise.all([
    page.waitForRequest((sent) => sent.method() === "POST" && sent.headers()["next-action"] !== undefined),
    page.getByRole("button", { name: "Save decision" }).click(),
  ]);
  await expect(page.getByText("The decision is saved")).toBeVisible();
  const headers = { "next-action": request.headers()["next-action"] ?? "", accept: "text/x-component" };
  const data = request.postDataBuffer() ?? Buffer.alloc(0);
  const contentType = request.headers()["content-type"] ?? "";
  const replayed = await grace.request.post(path, {
    headers: { ...headers, "content-type": contentType },
    data,
  });
  expect(await replayed.text()).toContain("Your role does not allow this");
  const stranger = await openAs(makeFounder());
  const slug = await createOrganisation(stranger);
  for (const one of [path.slice(path.lastIndexOf("/") + 1), crypto.randomUUID(), "x"]) {
    await stranger.goto(`/o/${slug}/apps/${one}`);
    await expect(stranger.getByRole("heading", { level: 1, name: NOT_FOUND })).toBeVisible();
  }
  await host.close();
});

test("every page about apps in its states is accessible in both themes, on a phone and a desk", async ({
  page,
  openAs,
}) => {
  test.setTimeout(180_000);
  const grace = await openAs(PEOPLE.member);
  await chooseRule(page, ASK);
  const { name, uid } = await askAs(grace);
  await checkPage(grace, "asking for an app");
  await grace.getByRole("button", { name: "Send request" }).click();
  await expect(grace.getByText("Say in a sentence").first()).toBeVisible();
  await checkPage(grace, "a request without a reason");
  await grace.getByLabel("What do you need it for?").fill("To plan the week");
  await grace.getByRole("button", { name: "Send request" }).click();
  await expect(grace.getByRole("heading", { name: `Your request for ${name} waits` })).toBeVisible();
  await checkPage(grace, "a request that waits");
  await checkPageAt(page, `${APPS}?view=requests`);
  await answer(page, name, "Approve");
  await grace.goto(`/connect/${uid}`);
  await expect(grace.getByRole("button", { name: /^Allow/ })).toBeVisible();
  await checkPageAt(page, APPS);
  await checkPageAt(page, `${APPS}?search=nothing-is-called-so`);
  await openApp(page, name);
  await checkPage(page, "an app");
  await confirm(page, "Block and disconnect all", `Block ${name}`);
  await expect(page.getByText("This app is blocked")).toBeVisible();
  await checkPage(page, "a blocked app");
  await checkPageAt(page, `${APPS}?view=blocked`);
  await grace.goto(`/connect/${uid}`);
  await checkPage(grace, "an app that is blocked");
});
