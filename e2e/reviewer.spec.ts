import type { Page } from "@playwright/test";
import { PROMPTS, type PromptTool } from "../app/(site)/docs/_words/prompts.ts";
import { findDefinition } from "../lib/catalog/find-definition.ts";
import { checkPage } from "./check-page.ts";
import { listNames } from "./drive-app.ts";
import { expect, test } from "./fixtures.ts";
import { connectHost, type Host } from "./oauth-host.ts";
import { runCommand } from "./run-command.ts";

/** A code as an operator gives it out, with the address it belongs to and the id it is ended by. */
async function issueCode(): Promise<{ address: string; code: string; id: string }> {
  const said = await runCommand("sandbox", "issue-code", "--days", "2");
  const read = (name: string) => new RegExp(`^${name} +(.+)$`, "m").exec(said)?.[1] ?? "";
  return {
    address: read("Address"),
    code: read("Review code"),
    id: read("To revoke it").split(" ").at(-1) ?? "",
  };
}

async function enterAddress(page: Page, address: string): Promise<void> {
  if (!page.url().includes("/sign-in")) await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Review code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** From the landing page to the address of the guide, as the button puts it on the clipboard. */
async function copyAddress(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/");
  await page.getByRole("link", { name: "Connect to Claude" }).click();
  await page.waitForURL(/\/add-to-claude/);
  await page.getByRole("button", { name: "Copy Address" }).first().click();
  await expect(page.getByText("Copied").first()).toBeVisible();
  return await page.evaluate(() => navigator.clipboard.readText());
}

/** What a host does with a prompt of the article: calls its tool with the catalogue's arguments. */
async function tryPrompt({ client }: Host, tool: PromptTool): Promise<void> {
  const { example } = findDefinition(tool) ?? {};
  const { content, isError } = await client.callTool({ name: tool, arguments: { ...example?.input } });
  expect(isError, tool).not.toBe(true);
  for (const words of PROMPTS[tool].answer) expect(JSON.stringify(content), tool).toContain(words);
}

test("the reviewer finds the address, connects by a review code, and every example prompt answers", async ({
  page,
}) => {
  test.slow();
  const { address, code } = await issueCode();
  const host = await connectHost(
    await copyAddress(page),
    { era: "2026-07-28", registration: "registered", name: "Directory host" },
    async (url) => {
      await page.goto(url);
      await enterAddress(page, address);
      await expect(page.getByRole("heading", { level: 1, name: "Enter your review code" })).toBeVisible();
      await expect(page.getByRole("button", { name: "Send a new code" })).toHaveCount(0);
      await checkPage(page, "the review code");
      await enterCode(page, "12345");
      await expect(page.getByText("Enter the whole review code").first()).toBeVisible();
      await enterCode(page, "00000-00000-00000-00000-00000");
      await expect(page.getByText("This review code is not right").first()).toBeVisible();
      await checkPage(page, "the review code refused");
      await enterCode(page, code.toLowerCase().replaceAll("-", " "));
      await expect(
        page.getByRole("heading", { level: 1, name: "Let Directory host use Directory review?" }),
      ).toBeVisible();
      for (const group of ["See agents", "Give agents work"])
        await expect(page.getByRole("checkbox", { name: group })).toBeChecked();
      await page.getByRole("button", { name: "Allow Directory host" }).click();
      await page.waitForURL(/\/callback/);
    },
  );
  expect(await listNames(host.tokens().access_token)).toContain("list_agents");

  await page.goto("/docs/example-prompts");
  for (const tool of Object.keys(PROMPTS) as PromptTool[]) {
    await expect(page.getByText(findDefinition(tool)?.example?.prompt ?? "").first()).toBeVisible();
    await tryPrompt(host, tool);
  }
  await host.close();

  // Calls are written a moment after they were answered.
  await expect(async () => {
    await page.goto("/o/directory-review/activity");
    for (const tool of Object.keys(PROMPTS))
      await expect(page.getByText(tool).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.goto("/o/directory-review/connections?q=Priya");
  await expect(page.getByText("Priya Nair").first()).toBeVisible();
  await page.goto("/o/directory-review/audit");
  await expect(
    page.getByRole("row").filter({ hasText: "Signed in with a review code" }).first(),
  ).toBeVisible();
});

test("the reviewer makes and joins nothing else, and a code that ended opens nothing", async ({ page }) => {
  const { address, code, id } = await issueCode();
  await enterAddress(page, address);
  await enterCode(page, code);
  await page.waitForURL(/\/o\/directory-review/);
  await page.goto("/welcome");
  await page.getByLabel("Name", { exact: true }).fill("A company of my own");
  await page.getByLabel("Short name").fill("of-my-own");
  await page.getByRole("button", { name: "Create organisation" }).click();
  await expect(
    page.getByText("The review account belongs to its own organisation alone").first(),
  ).toBeVisible();
  expect(await runCommand("sandbox", "revoke", id)).toContain("is revoked");
  await page.goto("/o/directory-review");
  await page.waitForURL(/\/sign-in/);
  await enterAddress(page, address);
  await enterCode(page, code);
  await expect(page.getByText("This review code is not right").first()).toBeVisible();
});
