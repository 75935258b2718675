import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";

const VERIFIER = path.resolve(import.meta.dirname, "../public/verify-audit.mjs");
const table = (page: Page) => page.getByRole("region", { name: "Audit log, newest first" });

test("an auditor finds a row by its filters, by keyboard, and reads what changed; a member is told whom to ask", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.auditor);
  await page.goto("/o/acme/audit");
  await expect(table(page)).toBeVisible();
  await page.getByRole("searchbox", { name: "To what" }).focus();
  await page.keyboard.type("Grace");
  await page.keyboard.press("Enter");
  await page.waitForURL(/target=Grace/);
  await expect(table(page).getByRole("link", { name: "Added a member" })).toHaveCount(1);
  await table(page).getByRole("link", { name: "Added a member" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Added a member, row");
  await expect(page.getByText("member", { exact: true })).toBeVisible();
  await checkPage(page, "a row");
  await page.goto("/o/acme/audit?who=nobody-at-all&from=yesterday");
  await expect(page.getByText("No row fits Who: nobody-at-all")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Clear filters" }).last().click();
  await expect(table(page)).toBeVisible();
  for (const nowhere of ["/o/acme/audit/999999999", "/o/acme/audit/x", "/o/acme/audit/0"]) {
    await page.goto(nowhere);
    await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
  }

  const member = await openAs(PEOPLE.member);
  for (const closed of ["/o/acme/audit", "/o/acme/audit/1", "/o/acme/exports"]) {
    await member.goto(closed);
    await expect(member.getByText(/^Your role does not let you/)).toBeVisible();
    await expect(member.getByRole("main").getByText("Ada")).toBeVisible();
  }
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`the log is looked through for a time, chosen or typed, ${how} scripts`, async ({ openAs }) => {
    const page = await openAs(PEOPLE.auditor, { javaScriptEnabled });
    // Where scripts were turned off in the middle of a session one page comes in pieces: shown, but not in their places.
    await page.context().clearCookies({ name: "scripts" });
    await page.goto("/o/acme/audit?action=member.add&range=24h");
    await expect(page.getByRole("heading", { name: "Show that it is whole" })).toBeVisible();
    await page.goto("/o/acme/audit?action=member.add");
    const time = page.getByLabel("Time", { exact: true });
    const [from, to] = [page.getByLabel("From (UTC)"), page.getByLabel("To (UTC)")];
    const rows = table(page).getByRole("link", { name: "Added a member" });
    await expect(rows).not.toHaveCount(0);
    await expect(from).toBeHidden();
    await time.selectOption("Last 24 hours");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/range=24h/);
    await expect(page.getByRole("link", { name: "Remove the filter Time: Last 24 hours" })).toBeVisible();
    await expect(rows).not.toHaveCount(0);
    await time.selectOption("From and to");
    await to.fill("2020-02-01T00:00");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/range=custom/);
    await expect(page.getByText(/^No row fits /)).toHaveText(
      "No row fits What: Members: Added a member and Time: until 1 Feb 2020, 00:00",
    );
    await from.fill("2020-01-01T00:00");
    await to.fill("2120-01-01T00:00");
    await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/to=2120/);
    await expect(rows).not.toHaveCount(0);
    await from.fill("2121-01-01T00:00");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("Part of the filter could not be read")).toBeVisible();
    await page.goto("/o/acme/audit?from=2020-01-01&to=2020-01-31");
    await expect(from).toHaveValue("2020-01-01T00:00");
    await expect(to).toHaveValue("2020-02-01T00:00");
    if (javaScriptEnabled) await checkPage(page, "the log, a time that is typed");
  });
}

test("an owner checks the log, exports it, and the verifier agrees; a changed copy is found out", async ({
  openAs,
}, info) => {
  const page = await openAs(makeFounder());
  const slug = await createOrganisation(page);
  await page.goto(`/o/${slug}/exports`);
  await expect(page.getByText("No export in the last day")).toBeVisible();
  await checkPage(page, "no exports");
  await page.goto(`/o/${slug}/audit`);
  await page.getByRole("button", { name: "Check every row" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Complete: 1 row" })).toBeVisible();
  await checkPage(page, "the log, checked");
  await page.getByLabel("Format").selectOption("jsonl");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  await page.waitForURL(`**/o/${slug}/exports?done=requested`);
  const download = page.getByRole("button", { name: "Download Audit log" });
  await expect(download).toBeVisible({ timeout: 30_000 });
  await checkPage(page, "a finished export");

  const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${slug}-audit-.*\\.jsonl$`));
  const saved = info.outputPath("audit.jsonl");
  await file.saveAs(saved);
  const run = (name: string, input?: string) =>
    spawnSync(process.execPath, [VERIFIER, name], { encoding: "utf8", ...(input && { input }) });
  expect(run(saved).stdout).toContain("Complete: 2 rows, 1 to 2.");
  const tampered = readFileSync(saved, "utf8").replace('"outcome":"done"', '"outcome":"refused"');
  expect(run("-", tampered)).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("Row 1 was changed"),
  });
  const served = await page.request.get("/verify-audit.mjs");
  expect(await served.text()).toBe(readFileSync(VERIFIER, "utf8"));

  await page.goto(`/o/${slug}/audit?action=export`);
  await expect(table(page).getByRole("link", { name: "Fetched an export" })).toHaveCount(1);
  const mail = page.getByRole("article").filter({ hasText: "is ready" }).filter({ hasText: slug }).first();
  await expect(async () => {
    await page.goto("/local/mailbox");
    await expect(mail).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await mail.getByRole("link", { name: `/o/${slug}/exports` }).click();
  await page.waitForURL(`**/o/${slug}/exports`);

  await test.step("a setting is taken back at once, and later from its row, which says so; changed again, it is not", async () => {
    const idle = page.getByLabel("Days it may go unused");
    const setIdle = async (days: string) => {
      await page.goto(`/o/${slug}/settings/connections`);
      await idle.fill(days);
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByText("Saved", { exact: true })).toBeVisible();
    };
    await setIdle("14");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByText("Taken back", { exact: true })).toBeVisible();
    await expect(idle).toHaveValue("30");
    await setIdle("14");
    await page.goto(`/o/${slug}/audit?action=settings`);
    await table(page).getByRole("link", { name: "Changed how long connections last" }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Changed how long connections last");
    const row = page.url();
    await checkPage(page, "a row that can be taken back");
    const takeBack = page.getByRole("button", { name: "Take this back" });
    await takeBack.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator(":focus")).toContainText(/^Taken back by /);
    await expect(takeBack).toHaveCount(0);
    await checkPage(page, "a row that was taken back");
    await page.getByRole("link", { name: /^row \d+$/ }).click();
    await expect(page.getByText("Takes back", { exact: true })).toBeVisible();
    await page.goto(`/o/${slug}/settings/connections`);
    await expect(idle).toHaveValue("30");
    await setIdle("20");
    await page.goto(row);
    await expect(page.getByText(/^It was changed again since, by /)).toBeVisible();
    await expect(takeBack).toHaveCount(0);
  });
});
