import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { callTool, connect, listNames, type RpcAnswer } from "./drive-app.ts";
import { makeFounder, makeOrganisation, runTest } from "./drive-console.ts";
import { expectNotAllowed, workingButtons } from "./expect-not-allowed.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { controlSample, ORIGIN, unique } from "./server.ts";

/** What runs or loads is left out (left-out.spec.ts); what is merely markup is shown to whoever decides. */
const HOSTILE = "Now <b>it</b> also [sells](https://elsewhere.example/), to <name> and <button>.";

/** Has the instance's list read again, as the job does every ten minutes. */
async function readListAgain(page: Page, slug: string): Promise<void> {
  await page.goto(`/o/${slug}/instances`);
  await page.getByRole("link", { name: "Main" }).click();
  await runTest(page);
}

const open = async (page: Page, slug: string, query = "") => await page.goto(`/o/${slug}/tools${query}`);
const toggle = (page: Page, tool: string, role: string) =>
  page.getByRole("switch", { name: `${tool} for ${role}`, exact: true });
const alertOf = (page: Page) => page.getByRole("main").getByRole("alert");
const undo = async (page: Page) => await page.getByRole("button", { name: "Undo" }).click();

test("G26: a changed tool that is not read-only is off for everybody until somebody reviews what it is now", async ({
  openAs,
}) => {
  test.slow();
  const name = `acme_${unique()}`;
  await controlSample("tools", { name, description: "Returns what it gets." });
  const page = await openAs(makeFounder());
  const slug = await makeOrganisation(page);
  const host = await connect(page, { tick: "Other tools" });
  const token = host.tokens().access_token;
  expect(await listNames(token)).toContain(name);

  await controlSample("tools", { name, description: HOSTILE });
  await readListAgain(page, slug);
  expect(await listNames(token)).not.toContain(name);
  const { error, result } = (await (await callTool(token, name)).json()) as RpcAnswer;
  expect([error === undefined, result]).toEqual([false, undefined]);

  await test.step("J16: what an instance writes about its tools stays text", async () => {
    await open(page, slug, "/changes");
    await expect(page.getByText("1 tool waits")).toBeVisible();
    await expect(page.getByText("Returns what it gets.")).toBeVisible();
    await expect(page.getByText(HOSTILE)).toBeVisible();
    await open(page, slug, `/${name}`);
    await expect(page.getByText(HOSTILE).first()).toBeVisible();
    await expect(page.locator("main b, main a[href*='elsewhere.example']")).toHaveCount(0);
    await checkPage(page, "a tool that waits");
  });

  await test.step("two admins: what changed again meanwhile is not decided", async () => {
    await open(page, slug, "/changes");
    await checkPage(page, "the queue");
    const second = await page.context().newPage();
    await controlSample("tools", { name, description: "A third thing." });
    await readListAgain(second, slug);
    await second.close();
    await page.getByRole("button", { name: /^Approve Acme/ }).click();
    await expect(alertOf(page)).toContainText("A tool has changed again");
    expect(await listNames(token)).not.toContain(name);
  });

  await open(page, slug, "/changes");
  await page.getByRole("checkbox", { name: /^Decide about/ }).check();
  await page.getByRole("button", { name: "Approve selected" }).click();
  await expect(page.getByText("Nothing waits for a review")).toBeVisible();
  expect(await listNames(token)).toContain(name);
  await undo(page);
  await expect(page.getByText("1 tool waits")).toBeVisible();
  expect(await listNames(token)).not.toContain(name);
  await page.getByRole("button", { name: /^Approve Acme/ }).click();
  await expect(page.getByText("Nothing waits for a review")).toBeVisible();
  expect(await listNames(token)).toContain(name);
  await controlSample("tools", { name, remove: true });
  await host.close();
});

test("switches, selected tools, groups and presets hold from the next call on, and each can be taken back", async ({
  openAs,
}) => {
  test.slow();
  const page = await openAs(makeFounder());
  const slug = await makeOrganisation(page);
  const host = await connect(page, { preset: "All I may use" });
  const names = async () => await listNames(host.tokens().access_token);

  await open(page, slug, "?q=List+agents");
  await expect(page.getByText("1 tool", { exact: true })).toBeVisible();
  await toggle(page, "List agents", "Owner").click();
  await expect(toggle(page, "List agents", "Owner")).not.toBeChecked();
  expect(await names()).not.toContain("list_agents");
  await undo(page);
  await expect(toggle(page, "List agents", "Owner")).toBeChecked();
  expect(await names()).toContain("list_agents");

  await test.step("somebody else's switch is not overrun", async () => {
    const second = await page.context().newPage();
    await open(second, slug, "?q=List+agents");
    await toggle(second, "List agents", "Owner").click();
    await expect(toggle(second, "List agents", "Owner")).not.toBeChecked();
    await toggle(page, "List agents", "Owner").click();
    await expect(alertOf(page)).toContainText("Somebody else changed the rules");
    await undo(second);
    await expect(toggle(second, "List agents", "Owner")).toBeChecked();
    await second.close();
  });

  await open(page, slug, "?effect=write");
  await page.getByRole("button", { name: "Switch off", exact: true }).click();
  await expect(page.getByText("Choose at least one tool.")).toBeVisible();
  await page.getByRole("button", { name: "Select all on this page" }).click();
  await page.getByRole("combobox", { name: "For" }).selectOption("All roles");
  await page.getByRole("button", { name: "Switch off", exact: true }).click();
  await expect(page.getByText(/\d+ rules changed/)).toBeVisible();
  expect(await names()).not.toContain("create_agent");
  await undo(page);
  await expect(page.getByText("Taken back")).toBeVisible();
  expect(await names()).toContain("create_agent");
  await open(page, slug, "?q=no+such+tool");
  await expect(page.getByText("No tool fits ")).toBeVisible();

  await open(page, slug, "?view=matrix");
  await page.getByRole("button", { name: /^See agents for Owner: All/ }).click();
  await expect(page.getByRole("button", { name: /^See agents for Owner: None/ })).toBeVisible();
  expect(await names()).not.toContain("list_agents");
  await undo(page);
  await expect(page.getByRole("button", { name: /^See agents for Owner: All/ })).toBeVisible();
  await checkPage(page, "the matrix");

  await open(page, slug, "?view=presets");
  await page.getByRole("checkbox", { name: "Member" }).uncheck();
  await page.getByRole("button", { name: "Apply preset" }).click();
  await expect(page.getByRole("link", { name: "Choose at least one role." })).toBeVisible();
  await page.getByRole("checkbox", { name: "Owner" }).check();
  await page.getByRole("radio", { name: "Read only" }).check({ force: true });
  await expect(page.getByText(/^Owner: 0 switched on, \d+ switched off/)).toBeVisible();
  await checkPage(page, "presets");
  await page.getByRole("button", { name: "Apply preset" }).click();
  await expect(page.getByText("Read only now holds for Owner")).toBeVisible();
  expect(await names()).not.toContain("create_agent");
  await undo(page);
  await expect(page.getByText("Taken back")).toBeVisible();
  expect(await names()).toContain("create_agent");
  await host.close();
});

test("an owner sees what a member's app is sent, what it weighs, and who says no to the rest", async ({
  openAs,
}) => {
  const grace = await openAs(PEOPLE.member);
  const host = await connect(grace, { preset: "Read only", name: `Preview ${unique()}` });
  const sent = await listNames(host.tokens().access_token);
  const page = await openAs(PEOPLE.owner);
  await open(page, "acme", "?view=preview");
  await page.getByLabel("Member", { exact: true }).fill("grace");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("link", { name: new RegExp(PEOPLE.member) }).click();
  await page
    .getByRole("link", { name: /^Preview / })
    .first()
    .click();
  await expect(page.getByText(new RegExp(`^${sent.length} tools of \\d+$`))).toBeVisible();
  await expect(page.getByText(/^about [\d,]+ tokens$/).first()).toBeVisible();
  const write = page.getByRole("listitem").filter({ hasText: "Create, start and tag agents: 0 of" });
  await write.getByText("Create, start and tag agents: 0 of").click();
  await expect(write.getByText("No: its group was not ticked in this connection").first()).toBeVisible();
  // Not under the bar that stays on top.
  await page.evaluate(() => scrollTo(0, 0));
  await checkPage(page, "a preview");
  await open(page, "acme", `?view=preview&member=${crypto.randomUUID()}`);
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Tools");
  await host.close();
});

test("J10: who may only look sees words, who may not look is told who can help, and neither can press a button for others", async ({
  openAs,
}) => {
  const alan = await openAs(PEOPLE.auditor);
  await open(alan, "acme");
  await expect(alan.getByRole("row").filter({ hasText: "list_agents" })).toContainText("On");
  for (const path of ["", "?view=matrix", "?view=presets", "/changes", "/list_agents"]) {
    await open(alan, "acme", path);
    await expect(alan.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(alan.getByRole("switch")).toHaveCount(0);
    await expect(workingButtons(alan).filter({ hasText: /Switch|Apply preset|Approve|Save/ })).toHaveCount(0);
  }
  await open(alan, "acme", "/list_agents");
  await expectNotAllowed(alan, /^Switch off/);
  await checkPage(alan, "a tool, read only");

  const grace = await openAs(PEOPLE.member);
  await open(grace, "acme");
  await expect(grace.getByText("Your role does not let you see the tools")).toBeVisible();
  await open(grace, "acme", "/no_such_tool");
  await expect(grace.getByText("Your role does not let you see the tools")).toBeVisible();
  const stranger = await openAs(makeFounder());
  expect((await stranger.goto("/o/acme/tools"))?.status()).toBe(404);

  // What an owner's press sends, sent with the cookies of somebody who may not.
  const ada = await openAs(PEOPLE.owner);
  await open(ada, "acme", "?q=List+agents");
  const button = toggle(ada, "List agents", "Member");
  await expect(button).toBeChecked();
  const sent = ada.waitForRequest((request) => "next-action" in request.headers());
  await button.click();
  const request = await sent;
  await expect(button).not.toBeChecked();
  await undo(ada);
  await expect(button).toBeChecked();
  const { "next-action": action = "", "content-type": type = "" } = request.headers();
  const headers = { "next-action": action, "content-type": type, accept: "text/x-component", origin: ORIGIN };
  const body = request.postDataBuffer();
  expect(body?.includes("list_agents")).toBe(true);
  for (const page of [alan, grace, stranger]) {
    await page.request.post("/o/acme/tools?q=List+agents", { headers, data: body ?? "" });
    await ada.reload();
    await expect(button).toBeChecked();
  }
  // The same with the owner's own cookies is a press.
  await ada.request.post("/o/acme/tools?q=List+agents", { headers, data: body ?? "" });
  await ada.reload();
  await expect(button).not.toBeChecked();
  await button.click();
  await expect(button).toBeChecked();
});

test("the tools page is walked with the keyboard alone", async ({ openAs }) => {
  const page = await openAs(PEOPLE.owner);
  await open(page, "acme");
  await checkPage(page, "the list");
  const reach = async (
    name: RegExp | string,
    role: "link" | "switch" | "button" | "checkbox" | "searchbox",
  ) => {
    const target = page.getByRole(role, { name, exact: typeof name === "string" }).first();
    for (let press = 0; press < 120; press += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return target;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the keyboard does not reach ${String(name)}`);
  };
  await page.setViewportSize({ width: 1280, height: 900 });
  await reach("Name or title", "searchbox");
  await page.keyboard.type("agents");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=agents/);
  const box = await reach("Select List agents", "checkbox");
  await page.keyboard.press("Space");
  await expect(box).toBeChecked();
  // Enter in a box presses no switch.
  await page.keyboard.press("Enter");
  const toggled = await reach("List agents for Auditor", "switch");
  await expect(toggled).toBeChecked();
  await page.keyboard.press("Space");
  await expect(toggled).not.toBeChecked();
  await expect(toggled).toBeFocused();
  await page.keyboard.press("F6");
  await reach("Undo", "button");
  await page.keyboard.press("Enter");
  await expect(toggled).toBeChecked();

  await page.goto("/o/acme/tools?q=List+agents");
  await reach("List agents", "link");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2, name: "List agents" })).toBeFocused();
  await checkPage(page, "the panel beside the list");
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.keyboard.press("Escape");
  await expect(page.getByRole("link", { name: "List agents", exact: true })).toBeFocused();
});
