import type { Page } from "@playwright/test";
import { callTool, connect, listNames } from "./drive-app.ts";
import { ALLOW, openRequest, openSite } from "./drive-consent.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { inspect, SIZES } from "./inspect-page.ts";
import type { Host } from "./oauth-host.ts";
import { ORIGIN, unique } from "./server.ts";

test.use({ person: PEOPLE.owner });

/** An app that may only read and whose calls of these tools were refused a moment ago. */
async function connectReader(page: Page, name: string, ...refused: string[]): Promise<Host> {
  const host = await connect(page, { preset: "Read only", name });
  for (const tool of refused) expect((await callTool(host.tokens().access_token, tool)).status).toBe(403);
  return host;
}

/** The app asks for more, as it registered: it returns to another port of this computer each time. */
async function askForMore(page: Page, host: Host, scope = "agents.read agents.write"): Promise<string> {
  const registered = new URL(new URL(host.authorizationUrl).searchParams.get("redirect_uri") ?? "");
  return await openRequest(page, { clientId: host.clientId, redirectUri: registered.href, scope });
}

test("F72: after a refused call the page shows only what is added, and Allow adds it to that connection", async ({
  page,
}) => {
  const site = await openSite(() => ({ html: "<h1>Back in the app</h1>" }));
  const name = `Reader ${unique()}`;
  const host = await connectReader(page, name, "create_agent");
  const token = host.tokens().access_token;
  expect(await listNames(token)).not.toContain("create_agent");
  const redirectUri = `http://localhost:${site.port}/callback`;
  await openRequest(page, {
    clientId: host.clientId,
    redirectUri,
    scope: "agents.read agents.write runs.read",
  });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Let ${name} do more in Acme Robotics?`);
  await expect(page.getByText(`${name} also wants:`)).toBeVisible();
  const boxes = page.getByRole("checkbox");
  await expect(boxes).toHaveCount(1);
  await expect(boxes).toBeChecked();
  await expect(page.getByText("Needed now")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Starting points" })).toHaveCount(0);
  const kept = page.getByText(/^It already has \d+ tool groups, allowed/);
  await expect(page.getByText("See agents")).toBeHidden();
  await kept.click();
  await expect(page.getByText("See agents")).toBeVisible();
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  expect(site.heard[0]?.path).toMatch(/^\/callback\?code=/);
  expect(await listNames(token)).toContain("create_agent");
  expect((await callTool(token, "create_agent", { name: "x" })).status).toBe(200);
  await host.close();
  site.close();
});

test("what is added can be refused: nothing ticked says so, Deny leaves the connection as it was", async ({
  page,
}) => {
  const name = `Reader ${unique()}`;
  const host = await connectReader(page, name, "create_agent", "delete_agent");
  await askForMore(page, host, "agents.write agents.destructive");
  const [write, destructive] = [
    page.getByRole("checkbox", { name: /Create, start and tag agents/ }),
    page.getByRole("checkbox", { name: /Stop, rename, replace and delete agents/ }),
  ];
  await expect(page.getByText("Needed now")).toHaveCount(2);
  await expect(write).toBeChecked();
  await expect(destructive).not.toBeChecked();
  await write.uncheck();
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page.getByRole("alert").or(page.getByText("Nothing is ticked")).first()).toBeVisible();
  await expect(page.getByText("also wants:")).toBeVisible();
  await expect(write).not.toBeChecked();
  const denied = page.waitForRequest((request) => request.url().includes("error=access_denied"));
  await page.getByRole("button", { name: "Deny" }).click();
  await denied;
  expect((await callTool(host.tokens().access_token, "create_agent")).status).toBe(403);
  await host.close();
});

test("the person can make a connection of its own instead, for another device", async ({ page }) => {
  const name = `Reader ${unique()}`;
  const host = await connectReader(page, name, "create_agent");
  await askForMore(page, host);
  await page.getByRole("link", { name: "Make a connection of its own" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Let ${name} use Acme Robotics?`);
  await page.getByRole("link", { name: "Read only" }).click();
  await expect(page.getByRole("checkbox", { name: /See agents/ })).toBeChecked();
  await expect(page.getByText("also wants:")).toHaveCount(0);
  const returned = page.waitForRequest((request) => request.url().includes("/callback?code="));
  await page.getByRole("button", { name: ALLOW }).click();
  await returned;
  expect(await listNames(host.tokens().access_token)).not.toContain("create_agent");
  await host.close();
});

test("an app that gave its connection up to ask for more starts from what it had", async ({ page }) => {
  const name = `Reader ${unique()}`;
  const host = await connectReader(page, name, "create_agent");
  const { access_token: token, refresh_token: refreshToken } = host.tokens();
  for (const one of [refreshToken ?? "", token]) {
    const body = new URLSearchParams({ token: one, client_id: host.clientId });
    expect((await fetch(new URL("/oauth/revoke", ORIGIN), { method: "POST", body })).status).toBe(200);
  }
  await askForMore(page, host, "agents.read agents.write chat.external");
  await expect(page.getByText(`Ticked are the groups ${name} had until a moment ago`)).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /See agents/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /Create, start and tag agents/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /Give agents work/ })).not.toBeChecked();
  await host.close();
});

for (const theme of ["light", "dark"]) {
  for (const viewport of SIZES) {
    test(`asking for more at ${viewport.width} px, ${theme}: no axe finding, by keyboard alone`, async ({
      page,
      context,
    }) => {
      await context.addCookies([{ name: "theme", value: theme, url: ORIGIN }]);
      await page.setViewportSize(viewport);
      const host = await connectReader(page, `${"W".repeat(45)}${unique()}`, "create_agent", "delete_agent");
      await askForMore(page, host);
      const box = await page.locator("main strong").first().boundingBox();
      expect((box?.y ?? viewport.height) + (box?.height ?? 0)).toBeLessThan(viewport.height);
      await inspect(page);
      await page.getByText(/^It already has \d+ tool groups/).click();
      await inspect(page);
      await page.reload();
      const reached: string[] = [];
      while (!reached.at(-1)?.startsWith("Allow") && reached.length < 60) {
        await page.keyboard.press("Tab");
        reached.push(
          await page.evaluate(() => {
            const { activeElement } = document;
            return (activeElement?.closest("label") ?? activeElement)?.textContent ?? "";
          }),
        );
      }
      const places = [
        "Create, start",
        "Stop, rename",
        "It already has",
        "Make a connection",
        "Deny",
        "Allow",
      ];
      const order = places.map((place) => reached.findIndex((text) => text.startsWith(place)));
      expect(order).not.toContain(-1);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      await host.close();
    });
  }
}
