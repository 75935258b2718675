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

export type InstanceFields = { name: string; url?: string; apiUrl?: string; key: string; keyHeader?: string };

/** Fills the form for a new instance, the sample's addresses unless told, and sends it. */
export async function tryInstance(page: Page, slug: string, fields: InstanceFields): Promise<void> {
  const sample = findSample();
  await page.goto(`/o/${slug}/instances/new`);
  await page.getByLabel("Name", { exact: true }).fill(fields.name);
  await page.getByLabel("MCP address").fill(fields.url ?? sample.url);
  await page.getByLabel("Backend address").fill(fields.apiUrl ?? sample.apiUrl);
  await page.getByLabel("Key", { exact: true }).fill(fields.key);
  if (fields.keyHeader !== undefined) await page.getByLabel("The key goes in").fill(fields.keyHeader);
  await page.getByRole("button", { name: "Test and add instance" }).click();
}

/** Adds an instance whose three checks pass, and ends on its page. */
export async function addInstance(page: Page, slug: string, fields: InstanceFields): Promise<void> {
  await tryInstance(page, slug, fields);
  await expect(page.getByText("The instance passed all three checks and is stored")).toBeVisible();
}

export async function approveTools(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Approve (this tool|these \d+ tools)$/ }).click();
  await expect(page.getByText("The list of tools is approved")).toBeVisible();
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
