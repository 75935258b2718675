import type { Locator, Page } from "@playwright/test";
import { callTool, connect, refresh } from "./drive-app.ts";
import { confirm } from "./drive-console.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import type { Host } from "./oauth-host.ts";
import { unique } from "./server.ts";

const newName = () => `Journey ${unique()}`;

/** What Disconnect promises: the very next request and the refresh after it are refused, in words for a host. */
async function expectEnded(host: Host): Promise<void> {
  const refused = await callTool(host.tokens().access_token, "list_agents");
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
  const refreshed = await refresh(host);
  expect(refreshed.status).toBe(400);
  expect(await refreshed.json()).toMatchObject({ error: "invalid_grant" });
}

async function expectWorking(host: Host): Promise<void> {
  expect((await callTool(host.tokens().access_token, "list_agents")).status).toBe(200);
}

const ownCard = (page: Page, name: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("heading", { name }) });

test("a person disconnects their app: asked first, then its next request is a 401", async ({ openAs }) => {
  const page = await openAs(PEOPLE.member);
  const name = newName();
  const host = await connect(page, { name });
  await expectWorking(host);
  await page.goto("/me/connections");
  await expect(ownCard(page, name)).toContainText("Active");
  await page.getByRole("button", { name: `Disconnect ${name}` }).click();
  await expect(page.getByRole("alertdialog")).toContainText("Takes effect on the next request");
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.getByRole("button", { name: `Disconnect ${name}` })).toBeFocused();
  await expectWorking(host);

  await confirm(page, `Disconnect ${name}`, `Disconnect ${name}`);
  await expect(page.getByText("Disconnected. Its next request is refused")).toBeVisible();
  await expectEnded(host);
  await expect(ownCard(page, name)).toContainText("Disconnected");
  await expect(page.getByRole("button", { name: `Disconnect ${name}` })).toHaveCount(0);
  await host.close();
});

test("Disconnect works without JavaScript", async ({ openAs }) => {
  const page = await openAs(PEOPLE.member, { javaScriptEnabled: false });
  const name = newName();
  const host = await connect(page, { name });
  await page.goto("/me/connections");
  await page.getByRole("button", { name: `Disconnect ${name}` }).click();
  await expect(page.getByText("Disconnected. Its next request is refused")).toBeVisible();
  await expectEnded(host);
  await host.close();
});

test("an owner disconnects a member's app; the member sees that it ended", async ({ openAs }) => {
  const grace = await openAs(PEOPLE.member);
  const name = newName();
  const host = await connect(grace, { name });
  const ada = await openAs(PEOPLE.owner);
  await ada.goto("/o/acme/connections");
  await expect(ada.getByRole("row").filter({ hasText: name })).toContainText(PEOPLE.member);
  await confirm(ada, `Disconnect ${name} of Grace`, `Disconnect ${name}`);
  await expect(ada.getByText("Disconnected. Its next request is refused")).toBeVisible();
  await expectEnded(host);
  await grace.goto("/me/connections");
  await expect(ownCard(grace, name)).toContainText("Disconnected");
  await host.close();
});

test("an auditor sees everybody's connections and may end only their own", async ({ openAs }) => {
  const name = newName();
  const host = await connect(await openAs(PEOPLE.member), { name });
  const alan = await openAs(PEOPLE.auditor);
  await alan.goto("/o/acme/connections");
  const row = alan.getByRole("row").filter({ hasText: name });
  await expect(row).toContainText("Active");
  await expect(row.getByRole("button")).toHaveCount(0);
  await expectWorking(host);
  await host.close();
});

test("a member sees only their own connections", async ({ openAs }) => {
  const name = newName();
  const host = await connect(await openAs(PEOPLE.owner), { name });
  const grace = await openAs(PEOPLE.member);
  await grace.goto("/o/acme/connections");
  await expect(grace.getByRole("heading", { name: "Connections", exact: true })).toBeVisible();
  await expect(grace.getByText(name)).toHaveCount(0);
  await expect(grace.getByText(PEOPLE.owner)).toHaveCount(0);
  await host.close();
});

test("D18: another connection of the same app keeps working, by the person's hand and by its own", async ({
  openAs,
}) => {
  const page = await openAs(PEOPLE.auditor);
  const laptop = await connect(page, { registration: "pinned document" });
  const phone = await connect(page, { registration: "pinned document" });
  expect(phone.clientId).toBe(laptop.clientId);
  await page.goto("/me/connections");
  // Newest first: the phone's.
  await confirm(page, "Disconnect Claude Code", "Disconnect Claude Code");
  await expect(page.getByText("Disconnected. Its next request is refused")).toBeVisible();
  await expectEnded(phone);
  await expectWorking(laptop);
  const again = await connect(page, { registration: "pinned document" });
  await expectWorking(laptop);
  await expectWorking(again);
  await Promise.all([laptop, phone, again].map((host) => host.close()));
});
