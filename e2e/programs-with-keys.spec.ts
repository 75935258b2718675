import type { Page } from "@playwright/test";
import { callTool, post, type RpcAnswer } from "./drive-app.ts";
import { confirm } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { findSample, MCP_URL } from "./server.ts";

test.describe.serial("programs that come with a Trinity key", () => {
  test.use({ person: PEOPLE.owner });
  let address = "";

  test("are refused until an owner or admin allows it", async ({ page }) => {
    await openInstance(page);
    await expect(card(page).getByText("Off", { exact: true })).toBeVisible();
    await card(page).getByRole("button", { name: "Allow Trinity keys" }).click();
    await expect(page.getByText("Your organisation’s address takes keys of this instance")).toBeVisible();
    await expect(card(page)).toContainText("Members’ keys are taken, others are refused.");
    address = await card(page).getByLabel("Address for programs with keys").inputValue();
    expect(address.startsWith(`${MCP_URL}/`)).toBe(true);
  });

  test("call at the organisation's address as the key's owner; others' keys and the shared address refuse them", async () => {
    const { keyOf } = findSample();
    expect(await listWith(keyOf("user"), address)).toContain("list_agents");
    const called = await callTool(keyOf("user"), "list_agents", {}, address);
    expect(await called.text()).toContain("quote-desk");
    expect((await list(keyOf("user"), MCP_URL)).status).toBe(401);
    for (const scope of ["agent", "connector", "system"] as const)
      expect((await list(keyOf(scope), address)).status).toBe(401);
  });

  test("act in the role an admin chose where their owner is no member; a system key stays refused", async ({
    page,
  }) => {
    const slower = await page.context().newPage();
    for (const one of [page, slower]) await openInstance(one);
    await role(page).selectOption("Act as auditor");
    await card(page).getByRole("button", { name: "Save" }).click();
    await expect(card(page)).toContainText("Members’ keys are taken, and others’ act as auditor.");

    await role(slower).selectOption("Act as member");
    await card(slower).getByRole("button", { name: "Save" }).click();
    await expect(refused(slower, "Somebody else decided about keys meanwhile")).toBeFocused();
    await expect(card(slower)).toContainText("Members’ keys are taken, and others’ act as auditor.");
    await expect(role(slower)).toHaveValue("member");
    await page.context().clearCookies();
    await card(slower).getByRole("button", { name: "Save" }).click();
    await expect(refused(slower, "You are signed out by now")).toBeFocused();
    await expect(role(slower)).toHaveValue("member");
    const { keyOf } = findSample();
    expect(await listWith(keyOf("agent"), address)).not.toContain("create_agent");
    expect((await list(keyOf("system"), address)).status).toBe(401);
  });

  test("an auditor sees that they are taken, and can change nothing; a member sees nothing of it", async ({
    openAs,
  }) => {
    const auditor = await openAs(PEOPLE.auditor);
    await openInstance(auditor);
    await expect(card(auditor)).toContainText("Members’ keys are taken");
    await expect(card(auditor).getByRole("combobox")).toHaveCount(0);
    await expect(card(auditor).getByRole("button", { name: "Stop taking keys" })).toHaveCount(0);
    const member = await openAs(PEOPLE.member);
    await member.goto(auditor.url());
    await expect(member.getByText("Your role does not let you see")).toBeVisible();
    await expect(member.getByText("Programs with Trinity keys")).toHaveCount(0);
  });

  test("are refused from the moment an admin stops it", async ({ page }) => {
    await openInstance(page);
    await confirm(page, "Stop taking keys", "Stop taking keys");
    await expect(page.getByText("No key is taken any more")).toBeVisible();
    await expect(card(page).getByText("Off", { exact: true })).toBeVisible();
    const { keyOf } = findSample();
    for (const scope of ["user", "agent"] as const)
      expect((await list(keyOf(scope), address)).status).toBe(401);
  });
});

async function openInstance(page: Page): Promise<void> {
  await page.goto("/o/acme/instances");
  await page.getByRole("link", { name: "Acme Trinity" }).click();
  await page.getByRole("link", { name: "Access", exact: true }).click();
  await page.getByRole("heading", { name: "Programs with Trinity keys" }).waitFor();
}

const card = (page: Page) =>
  page.locator("section", { has: page.getByRole("heading", { name: "Programs with Trinity keys" }) });

const role = (page: Page) => card(page).getByLabel("Keys whose owner is no member here");
const refused = (page: Page, text: string) => card(page).getByRole("alert").filter({ hasText: text });

async function list(key: string, url: string): Promise<Response> {
  return await post(key, { jsonrpc: "2.0", id: 1, method: "tools/list" }, url);
}

async function listWith(key: string, url: string): Promise<string[]> {
  const { result } = (await (await list(key, url)).json()) as RpcAnswer;
  return (result?.tools ?? []).map(({ name }) => name);
}
