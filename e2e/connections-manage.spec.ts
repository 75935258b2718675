import type { Locator, Page } from "@playwright/test";
import { checkPage, checkPageAt } from "./check-page.ts";
import { callTool, connect } from "./drive-app.ts";
import { expectNotAllowed, workingButtons } from "./expect-not-allowed.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { isWide } from "./is-wide.ts";
import type { Host } from "./oauth-host.ts";
import { ORIGIN, unique } from "./server.ts";

const newName = () => `Walk ${unique()}`;
const DONE = /[Nn]ext requests? (?:is|are) refused/;

const statusOf = async (host: Host) => (await callTool(host.tokens().access_token, "list_agents")).status;

const rowOf = (page: Page, name: string): Locator => page.getByRole("row").filter({ hasText: name });

/** Moves the focus by the keyboard alone until it is there. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

/** The page of the connection of that app. */
async function openDetail(page: Page, name: string): Promise<void> {
  await page.goto(`/o/acme/connections?q=${encodeURIComponent(name)}`);
  await rowOf(page, name).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** The link in the receipt of that app's connection. */
async function readLink(page: Page, name: string): Promise<string> {
  const find = async () => {
    await page.goto("/local/mailbox");
    const mail = page
      .getByRole("article")
      .filter({ hasText: `${name} may use` })
      .first();
    if ((await mail.count()) === 0) return "";
    return /\/disconnect\/[\w-]{43}/.exec(await mail.innerText())?.[0] ?? "";
  };
  await expect.poll(find).not.toBe("");
  return await find();
}

test("several at once: the dialog names who stops, each next request is a 401, and what had ended is said so", async ({
  openAs,
}) => {
  const grace = await openAs(PEOPLE.member);
  const name = newName();
  const hosts = [
    await connect(grace, { name }),
    await connect(grace, { name }),
    await connect(grace, { name }),
  ];
  const ada = await openAs(PEOPLE.owner);
  await ada.goto("/o/acme/connections");
  await ada.getByRole("searchbox", { name: "App, host or person" }).fill(name);
  await ada.getByLabel("Status", { exact: true }).selectOption("Live");
  await ada.getByRole("button", { name: "Apply" }).click();
  await ada.waitForURL(/q=.*status=live/);
  await expect(rowOf(ada, name)).toHaveCount(3);
  const boxes = ada.getByRole("checkbox", { name: new RegExp(`Select ${name} of Grace`) });
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await expect(ada.getByText("2 selected")).toBeVisible();
  // Meanwhile the member ends one of the two.
  await grace.goto(`/me/connections?q=${encodeURIComponent(name)}`);
  await grace
    .getByRole("button", { name: `Disconnect ${name}` })
    .first()
    .click();
  await grace
    .getByRole("alertdialog")
    .getByRole("button", { name: `Disconnect ${name}` })
    .click();
  await expect(grace.getByText(DONE)).toBeVisible();

  await ada.getByRole("button", { name: "Disconnect selected" }).click();
  const dialog = ada.getByRole("alertdialog");
  await expect(dialog.getByRole("listitem")).toHaveText([`${name} of Grace`, `${name} of Grace`]);
  await expect(dialog).toContainText("Takes effect on the next request");
  await dialog.getByRole("button", { name: "Disconnect selected" }).click();
  await expect(ada.getByText(DONE)).toBeVisible();
  await expect(ada.getByText(`${name} of Grace had ended before.`)).toBeVisible();
  await expect(rowOf(ada, name)).toHaveCount(1);
  const statuses = [];
  for (const host of hosts) statuses.push(await statusOf(host));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 401, 401]);

  await ada.goto(`/o/acme/connections?view=people&q=${encodeURIComponent(name)}`);
  await expect(rowOf(ada, PEOPLE.member).getByRole("cell")).toHaveText([/1|Apps/, /1/, /3/, /./]);
  await rowOf(ada, PEOPLE.member).getByRole("link").click();
  await ada.waitForURL(/person=/);
  await expect(rowOf(ada, name)).toHaveCount(3);
  await Promise.all(hosts.map((host) => host.close()));
});

test("connections by keyboard alone: filter, open, narrow, disconnect", async ({ openAs }) => {
  const page = await openAs(PEOPLE.owner);
  const name = newName();
  const host = await connect(page, { name, preset: "Read only" });
  await page.goto("/o/acme/connections");
  await tabTo(page, page.getByRole("searchbox", { name: "App, host or person" }));
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/[?&]q=/);
  await expect(rowOf(page, name)).toHaveCount(1);
  await tabTo(page, page.getByRole("checkbox", { name: `Select ${name}` }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Disconnect selected" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("main").getByRole("button", { name: "Disconnect selected" })).toBeFocused();
  expect(await statusOf(host)).toBe(200);

  const link = rowOf(page, name).getByRole("link", { name });
  await page.keyboard.press("Shift+Tab");
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Narrow" })).toBeVisible();
  const box = page.getByRole("checkbox", { name: "See agents" });
  await tabTo(page, box);
  await page.keyboard.press("Space");
  await expect(box).not.toBeChecked();
  await tabTo(page, page.getByRole("button", { name: "Save" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/from its next call on/)).toBeVisible();
  await expect(page.getByText("You took groups away")).toBeVisible();
  const refused = await callTool(host.tokens().access_token, "list_agents");
  expect(refused.status, "the group is missing now").toBe(403);

  await page.keyboard.press("Home");
  await tabTo(page, page.getByRole("main").getByRole("button", { name: `Disconnect ${name}` }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("alertdialog").getByRole("button", { name: `Disconnect ${name}` }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(DONE)).toBeVisible();
  await expect(page.getByText("You disconnected it")).toBeVisible();
  expect(await statusOf(host)).toBe(401);
  await host.close();
});

test("narrowing: nothing left, a stale page and an ended session each keep what was unticked and change nothing", async ({
  openAs,
}) => {
  const grace = await openAs(PEOPLE.member);
  const name = newName();
  const host = await connect(grace, { name, preset: "Read only" });
  const ada = await openAs(PEOPLE.owner);
  await openDetail(grace, name);
  await openDetail(ada, name);
  const save = (page: Page) => page.getByRole("button", { name: "Save" }).click();
  const boxes = ada.getByRole("group", { name: "Tool groups it keeps" }).getByRole("checkbox");
  const count = await boxes.count();
  for (let index = 0; index < count; index += 1) await boxes.nth(index).uncheck();
  await save(ada);
  await expect(ada.getByText("Nothing is ticked. Keep at least one tool group").first()).toBeVisible();
  expect(await statusOf(host)).toBe(200);

  await grace.getByRole("checkbox", { name: "See runs" }).uncheck();
  await save(grace);
  await expect(grace.getByText(/from its next call on/)).toBeVisible();
  await boxes.nth(1).check();
  await save(ada);
  await expect(ada.getByText("This connection was changed or ended meanwhile")).toBeVisible();
  await expect(boxes.nth(0)).not.toBeChecked();
  expect(await statusOf(host)).toBe(200);

  await grace.getByRole("checkbox", { name: "See agents" }).uncheck();
  await grace.context().clearCookies();
  await save(grace);
  await expect(grace.getByText("You are signed out by now")).toBeVisible();
  await expect(grace.getByRole("checkbox", { name: "See agents" })).not.toBeChecked();
  expect(await statusOf(host)).toBe(200);
  await host.close();
});

test("I01, J10: somebody else's connection is missing like one that never was, and a forged form ends nothing", async ({
  openAs,
}) => {
  const ada = await openAs(PEOPLE.owner);
  const [theirs, own] = [newName(), newName()];
  const host = await connect(ada, { name: theirs });
  await openDetail(ada, theirs);
  const path = new URL(ada.url()).pathname;
  const id = path.split("/").at(-1) ?? "";
  const grace = await openAs(PEOPLE.member);
  const ownHost = await connect(grace, { name: own });
  const nowhere = path.replace(id, crypto.randomUUID());
  const texts = [];
  for (const missing of [path, nowhere]) {
    expect((await grace.goto(missing))?.status()).toBe(404);
    await expect(grace.getByRole("heading", { level: 1 })).toHaveText("This page does not exist");
    texts.push(await grace.getByRole("main").innerText());
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).not.toContain(theirs);
  await grace.goto(`/o/acme/connections?q=${encodeURIComponent(own)}`);
  const box = grace.getByRole("checkbox", { name: new RegExp(own) });
  await box.check();
  await expect(grace.getByText("1 selected")).toBeVisible();
  await box.evaluate((element, value) => {
    if (element instanceof HTMLInputElement) element.value = value;
  }, id);
  await grace.getByRole("button", { name: "Disconnect selected" }).click();
  await grace.getByRole("alertdialog").getByRole("button", { name: "Disconnect selected" }).click();
  await expect(grace.getByText("None of these connections is there. Reload the list.")).toBeVisible();
  expect([await statusOf(host), await statusOf(ownHost)]).toEqual([200, 200]);
  await Promise.all([host.close(), ownHost.close()]);
});

test("the receipt's link works signed out and without scripts: opening it ends nothing, its button ends one connection", async ({
  browser,
  openAs,
  watch,
}) => {
  const grace = await openAs(PEOPLE.member);
  const name = newName();
  const host = await connect(grace, { name });
  const other = await connect(grace, { name: newName() });
  const link = await readLink(grace, name);
  const context = await browser.newContext({ baseURL: ORIGIN, javaScriptEnabled: false });
  watch(context);
  const page = await context.newPage();
  for (const method of ["get", "head"] as const) expect((await page.request[method](link)).ok()).toBe(true);
  const foreign = await page.request.post(`${link}/end`, { headers: { origin: "https://evil.example" } });
  expect(foreign.status()).toBe(403);
  const bare = await page.request.post(`${link}/end`, { headers: { "sec-fetch-site": "cross-site" } });
  expect(bare.status()).toBe(403);
  expect(await statusOf(host)).toBe(200);

  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Disconnect ${name}?`);
  await expect(page.getByRole("main")).toContainText("Acme");
  await expect(page.getByText(PEOPLE.member)).toHaveCount(0);
  await expect(page.getByRole("main").getByRole("button")).toHaveCount(1);
  await page.getByRole("button", { name: `Disconnect ${name}` }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${name} is disconnected`);
  expect([await statusOf(host), await statusOf(other)]).toEqual([401, 200]);
  await page.goto(`/disconnect/${"a".repeat(43)}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("This link no longer works");
  await openDetail(grace, name);
  await expect(grace.getByText("It ended: by the link in the mail")).toBeVisible();
  await context.close();
  await Promise.all([host.close(), other.close()]);
});

test("disconnect all of one's own, in every organisation, after a dialog with their number", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.auditor);
  const hosts = [await connect(page, { name: newName() }), await connect(page, { name: newName() })];
  await page.goto("/me/connections");
  await page.getByRole("button", { name: "Disconnect all" }).click();
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("heading")).toHaveText(/Disconnect all \d+ connections\?/);
  await dialog.getByRole("button", { name: /Disconnect all \d+/ }).click();
  await expect(page.getByText(DONE)).toBeVisible();
  for (const host of hosts) expect(await statusOf(host)).toBe(401);
  await expect(page.getByRole("button", { name: "Disconnect all" })).toHaveCount(0);
  await Promise.all(hosts.map((host) => host.close()));
});

test("every state of these pages is within the rules of accessibility, by theme and width", async ({
  openAs,
}) => {
  test.slow();
  const ada = await openAs(PEOPLE.owner);
  const name = newName();
  const host = await connect(ada, { name, preset: "All I may use" });
  await callTool(host.tokens().access_token, "list_agents");
  const link = await readLink(ada, name);
  await checkPageAt(ada, "/o/acme/connections");
  await ada.setViewportSize({ width: 1280, height: 720 });
  expect(await ada.getByRole("main").getByRole("region").evaluate(isWide)).toBe(false);
  await checkPageAt(ada, "/o/acme/connections?view=apps");
  await checkPageAt(ada, "/o/acme/connections?view=people");
  await checkPageAt(ada, "/o/acme/connections?q=nothing-like-it&status=idle");
  await openDetail(ada, name);
  await checkPage(ada, "a connection");
  await checkPageAt(ada, link);
  await checkPageAt(ada, "/me/connections");
  const alan = await openAs(PEOPLE.auditor);
  await openDetail(alan, name);
  await expect(alan.getByRole("heading", { name: "Narrow" })).toHaveCount(0);
  await expectNotAllowed(alan, `Disconnect ${name}`);
  await expect(workingButtons(alan)).toHaveCount(0);
  await checkPage(alan, "a connection as an auditor");
  await host.close();
});
