import type { Page } from "@playwright/test";
import { checkPage } from "./check-page.ts";
import { callTool, connect, listNames } from "./drive-app.ts";
import { expect, test } from "./fixtures.ts";
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
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/sign-in\/code/);
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Review code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("the reviewer signs in by a code without a mailbox, looks around, connects and calls a tool", async ({
  page,
}) => {
  test.slow();
  const { address, code } = await issueCode();
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
  await page.waitForURL(/\/o\/directory-review/);

  await page.goto("/o/directory-review/connections?q=Priya");
  await expect(page.getByText("Priya Nair").first()).toBeVisible();
  await page.goto("/o/directory-review/activity");
  await expect(page.getByText("list_agents").first()).toBeVisible();
  await page.goto("/o/directory-review/audit");
  await expect(
    page.getByRole("row").filter({ hasText: "Signed in with a review code" }).first(),
  ).toBeVisible();

  const host = await connect(page, { preset: "All I may use", name: "Directory host" });
  expect(await listNames(host.tokens().access_token)).toContain("create_agent");
  const answer = await (await callTool(host.tokens().access_token, "list_agents")).text();
  expect(answer).toContain("quote-desk");
  await host.close();
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
