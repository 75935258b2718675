import type { Page } from "@playwright/test";
import { expect } from "./fixtures.ts";
import { findSample, unique } from "./server.ts";

/** An address nobody has signed in with; each person made of one is alone in what they own. */
export const makeFounder = () => `founder-${unique()}@elsewhere.example`;

/** Makes an organisation of the person signed in on that page, and ends on its overview. */
export async function createOrganisation(page: Page, name = "Elsewhere Ltd"): Promise<string> {
  const slug = `elsewhere-${unique()}`;
  await page.goto("/welcome");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Short name").fill(slug);
  await page.getByRole("button", { name: "Create organisation" }).click();
  await page.waitForURL(`**/o/${slug}`);
  return slug;
}

export type InstanceFields = {
  name: string;
  url?: string;
  apiUrl?: string;
  key: string;
  keyHeader?: string;
  mode?: "One shared key" | "Each person uses their own Trinity key";
};

/**
 * Walks through adding an instance, the sample's addresses and a shared key unless told, as far as it goes: to a step that
 * refuses what it got, or to the end of the test.
 */
export async function tryInstance(page: Page, slug: string, fields: InstanceFields): Promise<void> {
  const sample = findSample();
  await page.goto(`/o/${slug}/instances/new`);
  await page.getByLabel("Name", { exact: true }).fill(fields.name);
  await page.getByLabel("MCP address").fill(fields.url ?? sample.url);
  await page.getByLabel("Backend address").fill(fields.apiUrl ?? sample.apiUrl);
  if (fields.keyHeader !== undefined) await page.getByLabel("The key goes in").fill(fields.keyHeader);
  if (!(await saveStep(page, "key"))) return;
  await enterKey(page, fields);
}

/** The step of the key, and the test if that takes it. */
export async function enterKey(
  page: Page,
  { key, mode = "One shared key" }: Pick<InstanceFields, "key" | "mode">,
): Promise<void> {
  await chooseCard(page, mode);
  await page.getByLabel("Key", { exact: true }).fill(key);
  if (await saveStep(page, "test")) await runTest(page);
}

/** Chooses one of several cards; the whole card is the label of its radio. */
export async function chooseCard(page: Page, title: string): Promise<void> {
  await page.getByRole("main").locator("fieldset label").filter({ hasText: title }).click();
}

/** Runs the test of an instance and waits for its last row. */
export async function runTest(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Run (the test|again)$/ }).click();
  await expect(page.getByLabel("Copy for support")).toBeVisible({ timeout: 30_000 });
}

/** Sends a step; whether it led on to that one. */
async function saveStep(page: Page, next: string): Promise<boolean> {
  await page.getByRole("button", { name: "Save and go on" }).click();
  const refused = page.getByRole("main").getByRole("alert").first();
  const led = page.waitForURL(`**/setup/${next}`).then(() => true);
  const stayed = refused.waitFor().then(() => false);
  return await Promise.any([led, stayed]);
}

/** Adds an instance that passes its test, and ends on its page, at its tools, which wait. */
export async function addInstance(page: Page, slug: string, fields: InstanceFields): Promise<void> {
  await tryInstance(page, slug, fields);
  await expect(page.getByRole("link", { name: "Go on to its tools" })).toBeVisible();
  await page.goto(page.url().replace("/setup/test", "?tab=tools"));
  await expect(page.getByRole("heading", { name: /waits? for approval$/ })).toBeVisible();
}

/** A tab of the instance whose page, or a tab of it, is open or named. */
export function toTab(page: Page | string, tab: "tools" | "key" | "access" | "danger"): string {
  const url = typeof page === "string" ? page : page.url();
  return `${url.replace(/\?.*/, "")}?tab=${tab}`;
}

export async function approveTools(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Approve (this tool|these \d+ tools)$/ }).click();
  await expect(page.getByText("The list of tools is approved")).toBeVisible();
}

/** An organisation of that page's person, with the sample as its instance and all its tools approved. */
export async function makeOrganisation(page: Page): Promise<string> {
  const slug = await createOrganisation(page);
  await addInstance(page, slug, { name: "Main", key: findSample().keyOf("user") });
  await approveTools(page);
  return slug;
}

/** Presses a button that asks first, and confirms. */
export async function confirm(page: Page, button: RegExp | string, verb: RegExp | string): Promise<void> {
  await page.getByRole("main").getByRole("button", { name: button }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: verb }).click();
}

/** Opens the menu with the person's name, links and the way out. */
export async function openAccountMenu(page: Page): Promise<void> {
  await page.getByRole("banner").locator("summary[aria-label='Your account']").click();
}
