import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { connect, listNames } from "./drive-app.ts";
import { makeFounder, makeOrganisation } from "./drive-console.ts";
import { expect, test } from "./fixtures.ts";

const open = async (page: Page, slug: string, tool: string) => await page.goto(`/o/${slug}/tools/${tool}`);
const alertOf = (page: Page) => page.getByRole("main").getByRole("alert");
const undo = async (page: Page, done: string) =>
  await page.getByRole("dialog", { name: done, exact: true }).getByRole("button", { name: "Undo" }).click();

test("one tool: hints of one's own with a reason, limits on its arguments; what is wrong stays typed", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const slug = await makeOrganisation(page);
  await open(page, slug, "chat_with_agent");
  await page.getByText("Say it otherwise").click();
  await page.getByRole("checkbox", { name: "Only reads" }).check();
  await page.getByLabel("Why").fill("Ours only answers.");
  await page.getByRole("button", { name: "Save hints" }).click();
  await expect(page.getByText("A tool that only reads cannot be destructive").first()).toBeVisible();
  await expect(page.getByLabel("Why")).toHaveValue("Ours only answers.");
  await page.getByRole("checkbox", { name: "May destroy" }).uncheck();
  await page.getByRole("button", { name: "Save hints" }).click();
  await expect(page.getByText("Because: Ours only answers.")).toBeVisible();

  await test.step("two admins: an older form is refused, and its text stays", async () => {
    const second = await page.context().newPage();
    await open(second, slug, "chat_with_agent");
    await second.getByText("Say it otherwise").click();
    await page.getByRole("button", { name: "Take your hints back" }).click();
    await expect(page.getByText("Because: Ours only answers.")).toHaveCount(0);
    await second.getByLabel("Why").fill("My own reason.");
    await second.getByRole("button", { name: "Save hints" }).click();
    await expect(alertOf(second)).toContainText("Somebody else changed the hints");
    await expect(second.getByLabel("Why")).toHaveValue("My own reason.");
    await second.close();
  });

  await page.getByText("Limit an argument").click();
  await page.getByRole("button", { name: "Save limit" }).click();
  await expect(page.getByText("Name at least one value.").first()).toBeVisible();
  await page.getByLabel("Argument").selectOption("agent_name");
  await page.getByLabel("Allowed values").fill("quote-desk\nstock-watch");
  await page.getByRole("button", { name: "Save limit" }).click();
  await expect(page.getByText("agent_name for All roles: quote-desk or stock-watch")).toBeVisible();
  await checkPage(page, "a tool with a limit");
  await test.step("two admins: a limit somebody else set meanwhile is not overwritten unseen", async () => {
    const second = await page.context().newPage();
    await open(second, slug, "chat_with_agent");
    await second.getByText("Limit an argument").click();
    await second.getByLabel("Argument").selectOption("agent_name");
    await expect(second.getByText("It is limited already, to quote-desk or stock-watch.")).toBeVisible();
    await page.getByLabel("Argument").selectOption("agent_name");
    await page.getByLabel("Allowed values").fill("quote-desk");
    await page.getByRole("button", { name: "Save limit" }).click();
    await expect(page.getByText("agent_name for All roles: quote-desk", { exact: true })).toBeVisible();
    await second.getByLabel("Allowed values").fill("my-own");
    await second.getByRole("button", { name: "Save limit" }).click();
    await expect(alertOf(second)).toContainText("Somebody else changed this limit meanwhile");
    await expect(second.getByLabel("Allowed values")).toHaveValue("my-own");
    await expect(second.getByText("It is limited already, to quote-desk. Saving")).toBeVisible();
    await expect(second.getByLabel("Argument")).toHaveValue("agent_name");
    await second.getByLabel("Allowed values").fill("quote-desk\nstock-watch");
    await second.getByRole("button", { name: "Save limit" }).click();
    await expect(second.getByText("agent_name for All roles: quote-desk or stock-watch")).toBeVisible();
    await second.close();
    await page.reload();
    await page.getByText("Limit an argument").click();
  });
  await page.getByRole("button", { name: /^Remove the limit on agent_name/ }).click();
  await expect(page.getByText("No argument is limited.")).toBeVisible();
  await undo(page, "Limit removed");
  await expect(page.getByText("agent_name for All roles: quote-desk or stock-watch")).toBeVisible();

  await page.context().clearCookies();
  await page.getByLabel("Allowed values").fill("still-here");
  await page.getByRole("button", { name: "Save limit" }).click();
  await expect(alertOf(page)).toContainText("You are signed out by now");
  await expect(page.getByLabel("Allowed values")).toHaveValue("still-here");
});

test("one tool is off for everybody, on again, and as before by Undo, from the next call on", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const slug = await makeOrganisation(page);
  const host = await connect(page, { preset: "All I may use" });
  const names = async () => await listNames(host.tokens().access_token);
  await open(page, slug, "list_agents");
  const off = page.getByRole("button", { name: "Switch off for everybody" });
  const on = page.getByRole("button", { name: "Switch on", exact: true });
  await off.click();
  await expect(on).toBeVisible();
  expect(await names()).not.toContain("list_agents");
  await undo(page, "Switched off for everybody");
  await expect(off).toBeVisible();
  expect(await names()).toContain("list_agents");
  await off.click();
  await on.click();
  await expect(off).toBeVisible();
  await undo(page, "Switched on");
  await expect(on).toBeVisible();
  expect(await names()).not.toContain("list_agents");
  await on.click();
  await expect(off).toBeVisible();
  expect(await names()).toContain("list_agents");
  await host.close();
});
