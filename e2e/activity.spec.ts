import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { checkPage, checkPageAt } from "./check-page.ts";
import { callTool, connect, post } from "./drive-app.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, signIn, test } from "./fixtures.ts";
import type { Host } from "./oauth-host.ts";
import { unique } from "./server.ts";

const ACTIVITY = "/o/acme/activity";
const rows = (page: Page) => page.getByRole("table", { name: "Activity" }).getByRole("row");

/** An app of that person's that called one tool it may use and one that is nobody's. */
async function callSome(page: Page, name: string): Promise<{ host: Host; nobodys: string }> {
  const host = await connect(page, { name });
  const nobodys = `no_tool_${unique()}`;
  const token = host.tokens().access_token;
  expect((await callTool(token, "list_agents")).status).toBe(200);
  await post(token, {
    jsonrpc: "2.0",
    id: 2,
    method: "tools/call",
    params: { name: nobodys, arguments: {} },
  });
  return { host, nobodys };
}

/** Rows are written with others, a moment after the call. */
async function untilListed(page: Page, path: string, name: string): Promise<void> {
  await expect(async () => {
    await page.goto(path);
    await expect(rows(page).filter({ hasText: name }).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
}

test("a call is in the list of those who may see it, with what became of it", async ({ openAs }) => {
  const member = await openAs(PEOPLE.member);
  const name = `Caller ${unique()}`;
  const { host, nobodys } = await callSome(member, name);
  await untilListed(member, ACTIVITY, nobodys);
  await expect(rows(member).filter({ hasText: name })).toHaveCount(2);
  await expect(member.getByRole("columnheader", { name: "Person" })).toHaveCount(0);
  await member.getByRole("link", { name: nobodys }).click();
  const panel = member.getByRole("region", { name: `Call of ${nobodys}` });
  const refused = [
    /^Request arrived\s*Passed/,
    /^Policy\s*Failed\s*[\d,]+ ms\s*Refused: there is no such tool for this person/,
    /^Trinity key\s*Not reached/,
    /^Instance\s*Not reached\s*Not sent to an instance/,
    /^Answer\s*Not reached/,
  ];
  await expect(panel.getByRole("list", { name: "What happened" }).getByRole("listitem")).toHaveText(refused);
  await expect(panel.getByRole("heading", { level: 2 })).toBeFocused();
  await expect(rows(member).filter({ hasText: nobodys })).toBeVisible();
  await member.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(member.getByRole("link", { name: nobodys })).toBeFocused();
  await rows(member).filter({ hasText: name }).getByRole("link", { name: "list_agents" }).click();
  const answered = member.getByRole("list", { name: "What happened" }).getByRole("listitem");
  await expect(answered).toHaveText([
    /^Request arrived\s*Passed/,
    /^Policy\s*Passed\s*[\d,]+ ms\s*Allowed for this role and connection/,
    /^Trinity key\s*Passed\s*[\d,]+ ms\s*The organisation’s key/,
    /^Instance\s*Passed\s*[\d,]+ ms\s*Sent to /,
    /^Answer\s*Passed\s*[\d,]+ ms in all\s*The instance answered/,
  ]);
  await member.getByRole("link", { name: nobodys }).click();
  await panel.getByRole("link", { name: "Open on a page of its own" }).click();
  await expect(member.getByRole("heading", { level: 1 })).toContainText(nobodys);
  const address = member.url();

  const owner = await openAs(PEOPLE.owner);
  await owner.goto(`${ACTIVITY}?tool=${nobodys}`);
  await expect(rows(owner)).toHaveCount(2);
  await expect(rows(owner).nth(1)).toContainText(PEOPLE.member);
  await owner.goto(address);
  await expect(owner.getByText("Arguments are not kept")).toBeVisible();
  await owner.getByRole("link", { name: "Calls of the same person" }).click();
  await expect(rows(owner).nth(1)).toContainText(PEOPLE.member);

  const auditor = await openAs(PEOPLE.auditor);
  await auditor.goto(`${ACTIVITY}?tool=${nobodys}`);
  await expect(rows(auditor)).toHaveCount(2);
  await host.close();
});

test("I01: a call of another organisation, or of somebody else's, is a page that is not there", async ({
  openAs,
  page,
}) => {
  const owner = await openAs(PEOPLE.owner);
  const { host, nobodys } = await callSome(owner, `Caller ${unique()}`);
  await untilListed(owner, ACTIVITY, nobodys);
  const beside = (await owner.getByRole("link", { name: nobodys }).getAttribute("href")) ?? "";
  const path = `${ACTIVITY}/${new URLSearchParams(beside.split("?", 2)[1]).get("open")}`;
  expect((await owner.goto(path))?.status()).toBe(200);
  const member = await openAs(PEOPLE.member);
  const answers = [await member.goto(path)];
  await signIn(page, makeFounder());
  const slug = await createOrganisation(page);
  answers.push(await page.goto(path), await page.goto(path.replace("/o/acme/", `/o/${slug}/`)));
  answers.push(await owner.goto(`${ACTIVITY}/1-not-a-call`));
  expect(answers.map((answer) => answer?.status())).toEqual([404, 404, 404, 404]);
  await host.close();
});

test("the list is filtered by its address, typed or chosen, and says so when nothing matches", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.owner);
  const { host, nobodys } = await callSome(page, `Caller ${unique()}`);
  await untilListed(page, ACTIVITY, nobodys);
  await page.getByLabel("Tool name").fill(nobodys);
  await page.getByRole("combobox", { name: "Result" }).selectOption("Denied");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/result=denied/);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("combobox", { name: "Result" }).selectOption("Done");
  await page.getByRole("button", { name: "Apply" }).click();
  const none = page.getByText(/^No call fits /);
  await expect(none).toHaveText(`No call fits Time: Last 7 days, Result: Done and Tool name: ${nobodys}`);
  await page.getByRole("link", { name: "Clear filters" }).first().click();
  await page.waitForURL(ACTIVITY);
  const [time, from, to] = ["Time", "From (UTC)", "To (UTC)"].map((label) =>
    page.getByLabel(label, { exact: true }),
  ) as [Locator, Locator, Locator];
  await expect(from).toBeHidden();
  await time.selectOption("From and to");
  await from.fill("2001-01-01T00:00");
  await to.fill("2001-01-02T00:00");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(none).toHaveText("No call fits Time: 1 Jan 2001, 00:00 to 2 Jan 2001, 00:00");
  await page.getByRole("link", { name: "Remove the filter Time" }).click();
  await page.waitForURL(ACTIVITY);
  await expect(from).toBeHidden();
  await page.goto(`${ACTIVITY}?result=%00&before=x&tool=${"x".repeat(300)}`);
  await expect(page.getByText("Part of the filter could not be read")).toBeVisible();
  await host.close();
});

test("what a filter of calls, connections or people finds goes into one file that says so", async ({
  openAs,
}, info) => {
  const page = await openAs(PEOPLE.auditor);
  const { host, nobodys } = await callSome(page, `Caller ${unique()}`);
  await untilListed(page, ACTIVITY, nobodys);
  const take = async (path: string, kind: string, filtered: string): Promise<string> => {
    await page.goto(path);
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.waitForURL("**/o/acme/exports?done=requested");
    const row = page.getByRole("row").filter({ hasText: kind }).filter({ hasText: filtered }).first();
    await expect(row).toContainText(PEOPLE.auditor);
    const download = row.getByRole("button", { name: `Download ${kind}` });
    await expect(download).toBeVisible({ timeout: 30_000 });
    const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
    const saved = info.outputPath(file.suggestedFilename());
    await file.saveAs(saved);
    return readFileSync(saved, "utf8");
  };
  const calls = await take(`${ACTIVITY}?tool=${nobodys}&range=24h`, "Tool calls", `tool ${nobodys}`);
  expect(calls).toMatch(/^"# Tool calls of .* Time zone: UTC\. Filter: /);
  expect(calls).toContain(`""tool"":""${nobodys}""`);
  expect(calls.trimEnd().split("\r\n")).toHaveLength(2 + 1);
  const person = PEOPLE.auditor.split("@", 1)[0] ?? "";
  const connections = await take(
    `/o/acme/connections?q=${person}&status=active`,
    "Connections",
    "status active",
  );
  expect(connections).toContain(`Filter: {""text"":""${person}"",""status"":""active""}`);
  expect(connections).toContain(PEOPLE.auditor);
  const people = await take("/o/acme/members?role=auditor", "Members", "role auditor");
  expect(people.trimEnd().split("\r\n").slice(2).join()).toContain(PEOPLE.auditor);
  expect(people).not.toContain(PEOPLE.owner);
  await page.goto("/o/acme/audit?action=export.request");
  await page.getByRole("table").getByRole("link", { name: "Asked for an export" }).first().click();
  await expect(page.getByText('"role": "auditor"')).toBeVisible();
  await host.close();

  const member = await openAs(PEOPLE.member);
  for (const path of [ACTIVITY, "/o/acme/connections"]) {
    await member.goto(path);
    await expect(member.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(member.getByRole("button", { name: "Export", exact: true })).toHaveCount(0);
  }
});

test("the pages of calls are accessible in every state", async ({ openAs, page }) => {
  test.slow();
  const owner = await openAs(PEOPLE.owner);
  const { host, nobodys } = await callSome(owner, `Caller ${unique()}`);
  await untilListed(owner, ACTIVITY, nobodys);
  await checkPage(owner, "calls");
  await owner.goto(`${ACTIVITY}?tool=nothing`);
  await checkPage(owner, "no results");
  await owner.goto(`${ACTIVITY}?tool=${nobodys}`);
  await owner.getByRole("link", { name: nobodys, exact: true }).click();
  await expect(owner.getByRole("heading", { level: 2, name: `Call of ${nobodys}` })).toBeVisible();
  await checkPage(owner, "one call beside the list");
  await owner.getByRole("link", { name: "Open on a page of its own" }).click();
  await expect(owner.getByRole("heading", { level: 1 })).toContainText(nobodys);
  await checkPage(owner, "one call");
  await signIn(page, makeFounder());
  await checkPageAt(page, `/o/${await createOrganisation(page)}/activity`);
  await host.close();
});
