import {
  ALLOW,
  AS_CLAUDE,
  AS_CLAUDE_CODE,
  type AppRequest,
  LOOPBACK,
  openRequest,
  openSite,
  readField,
  registerApp,
} from "./drive-consent.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { findViolations } from "./find-violations.ts";
import { expect, PEOPLE, signIn, test } from "./fixtures.ts";
import { inspect, SIZES } from "./inspect-page.ts";
import { ORIGIN } from "./server.ts";

test.use({ person: PEOPLE.member });

const CURSOR = "cursor://anysphere.cursor-mcp/oauth/callback";

async function registered(redirectUri: string, name: string): Promise<AppRequest> {
  const clientId = await registerApp({ client_name: name, redirect_uris: [redirectUri] });
  return { clientId, redirectUri };
}

for (const theme of ["light", "dark"]) {
  for (const viewport of SIZES) {
    test(`every state at ${viewport.width} px, ${theme}: no axe finding, the destination in sight`, async ({
      page,
      context,
      openAs,
    }) => {
      test.slow();
      await context.addCookies([{ name: "theme", value: theme, url: ORIGIN }]);
      await page.setViewportSize(viewport);
      const long = "W".repeat(60);
      for (const request of [
        AS_CLAUDE,
        AS_CLAUDE_CODE,
        await registered("https://evil.example/cb", long),
        await registered(CURSOR, "Cursor"),
      ]) {
        await openRequest(page, request);
        const box = await page.locator("main strong").first().boundingBox();
        expect((box?.y ?? viewport.height) + (box?.height ?? 0)).toBeLessThan(viewport.height);
        await inspect(page);
      }
      await page.goto(`${page.url()}&problem=nothing-ticked`);
      await inspect(page);
      await page.goto("/connect/expired");
      await inspect(page);
      const founder = await openAs(makeFounder(), { viewport });
      await founder.context().addCookies([{ name: "theme", value: theme, url: ORIGIN }]);
      await openRequest(founder);
      await expect(founder.getByRole("link", { name: "Create an organisation" })).toBeVisible();
      await inspect(founder);
      await createOrganisation(founder);
      await createOrganisation(founder, "Second Ltd");
      await openRequest(founder);
      await expect(founder.getByRole("link", { name: /Second Ltd/ })).toBeVisible();
      await inspect(founder);
      await founder.getByRole("link", { name: /Second Ltd/ }).click();
      await expect(founder.getByText("There is nothing to allow yet")).toBeVisible();
      await inspect(founder);
    });
  }
}

for (const theme of ["light", "dark", "system"] as const) {
  test(`the page after the answer follows the theme: ${theme}`, async ({ page, context }) => {
    await context.addCookies([{ name: "theme", value: theme, url: ORIGIN }]);
    await page.emulateMedia({
      colorScheme: theme === "light" ? "dark" : theme === "dark" ? "light" : "dark",
    });
    await openRequest(page, await registered(CURSOR, "Cursor"));
    const before = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button", { name: "Deny" }).click();
    const headers = (await answered).headers();
    expect((await answered).status()).toBe(200);
    expect(headers["referrer-policy"]).toBe("same-origin");
    expect(headers["cross-origin-opener-policy"]).toBeUndefined();
    await expect(page.getByRole("heading")).toHaveText("Nothing was shared");
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(before);
    expect(await findViolations(page)).toEqual([]);
  });
}

test("a private scheme: the page stays, and only the person's press opens the app", async ({ page }) => {
  const went: string[] = [];
  page.on("request", (request) => went.push(new URL(request.url()).pathname));
  const uid = await openRequest(page, await registered(CURSOR, "Cursor"));
  await expect(page.locator("main strong")).toHaveText("cursor:");
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page.getByRole("heading")).toHaveText("Connected");
  await expect(page.getByText("You can close this tab")).toBeVisible();
  expect(await page.locator("meta[http-equiv=refresh]").count()).toBe(0);
  expect(went).not.toContain(`/oauth/authorize/${uid}`);
  const opened = page.waitForResponse((response) => response.url().endsWith(`/oauth/authorize/${uid}`));
  await page.getByRole("link", { name: "Open Cursor" }).click();
  expect((await opened).headers()["location"]).toMatch(
    /^cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback\?code=/,
  );
  await expect(page.getByRole("heading")).toHaveText("Connected");
});

test("the starting points, the count and the locked groups say what is ticked", async ({ page }) => {
  await openRequest(page, { ...AS_CLAUDE_CODE, scope: "" });
  await expect(page.getByText("Claude Code did not say what it needs.")).toBeVisible();
  const status = page.getByRole("status").filter({ hasText: /of \d+ tools/ });
  const before = await status.innerText();
  await page.getByRole("checkbox", { name: /See agents/ }).uncheck();
  await expect(status).not.toHaveText(before);
  const locked = page.getByRole("checkbox", { name: /Stop, rename, replace and delete agents/ });
  await expect(locked).toBeDisabled();
  await expect(locked).not.toBeChecked();
  await expect(locked).toHaveAccessibleDescription(/Your role does not allow this group/);
  await page.getByRole("link", { name: "Read only" }).click();
  await expect(page.getByRole("checkbox", { name: /See agents/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: /Create, start and tag agents/ })).not.toBeChecked();
});

test("an owner's destructive and credential groups are theirs to tick", async ({ openAs }) => {
  const page = await openAs(PEOPLE.owner);
  await openRequest(page);
  await page.getByRole("link", { name: "All I may use" }).click();
  await page.waitForURL(/preset=all/);
  const destructive = page.getByRole("checkbox", { name: /Stop, rename, replace and delete agents/ });
  await expect(destructive).toBeEnabled();
  await expect(destructive).not.toBeChecked();
  await expect(page.getByRole("checkbox", { name: /See credential status/ })).not.toBeChecked();
});

test("Allow with nothing ticked comes back with a summary that has the focus", async ({ page }) => {
  await openRequest(page);
  const ticked = page.getByRole("checkbox", { checked: true });
  while ((await ticked.count()) > 0) await ticked.first().uncheck();
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Nothing is ticked" })).toBeFocused();
  await expect(ticked).toHaveCount(0);
  await page.getByRole("link", { name: /Tick at least one/ }).click();
  await expect(page.getByRole("checkbox", { name: /See agents/ })).toBeFocused();
});

test("keys alone: nothing has the focus, Enter in a box sends nothing, every control is reached in order", async ({
  page,
}) => {
  const site = await openSite(() => ({ html: "<h1>Back in the app</h1>" }));
  await openRequest(page, { ...AS_CLAUDE_CODE, redirectUri: `http://localhost:${site.port}/callback` });
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("BODY");
  const reached: string[] = [];
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      return (activeElement?.closest("label") ?? activeElement)?.textContent ?? "";
    });
  while (!reached.at(-1)?.startsWith("Allow") && reached.length < 120) {
    await page.keyboard.press("Tab");
    reached.push(await focused());
    if (reached.at(-1)?.startsWith("See agents")) {
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\/permissions\?org=acme$/);
      await page.keyboard.press("Space");
      await expect(page.getByRole("checkbox", { name: /See agents/ })).not.toBeChecked();
    }
  }
  const places = ["Show the full address", "Use another account", "Suggested", "See agents", "Deny", "Allow"];
  const order = places.map((place) => reached.findIndex((text) => text.startsWith(place)));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
  const ring = await page.evaluate(
    () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
  );
  expect(ring).toBe("solid");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  site.close();
});

test("Deny and Allow are of one size and tone", async ({ page }) => {
  await openRequest(page);
  const [deny, allow] = await Promise.all(
    [page.getByRole("button", { name: "Deny" }), page.getByRole("button", { name: ALLOW })].map((button) =>
      button.evaluate((one) => {
        const { width, height } = one.getBoundingClientRect();
        const { color, backgroundColor, borderColor, fontWeight } = getComputedStyle(one);
        return { width, height, color, backgroundColor, borderColor, fontWeight };
      }),
    ),
  );
  expect(deny).toEqual(allow);
});

test("Use another account keeps the request", async ({ openAs }) => {
  const page = await openAs(makeFounder());
  const uid = await openRequest(page);
  await page.getByRole("button", { name: "Use another account" }).click();
  await expect(page.getByText(/to connect Claude Code/)).toBeVisible();
  const other = makeFounder();
  await signIn(page, other);
  await expect(page).toHaveURL(new RegExp(`/connect/${uid}`));
  await expect(page.getByText(`Signed in as ${other}`)).toBeVisible();
  const returned = page.waitForRequest((request) =>
    request.url().startsWith(`${LOOPBACK}?error=access_denied`),
  );
  await page.getByRole("button", { name: "Return without connecting" }).click();
  await returned;
});

test("signed out while the page stood open, the answer asks to sign in and shows the page again", async ({
  openAs,
}) => {
  const page = await openAs(makeFounder());
  const uid = await openRequest(page);
  expect(await readField(page, "csrf")).not.toBe("");
  const session = (await page.context().cookies()).filter(({ name }) => /session/i.test(name));
  for (const { name } of session) await page.context().clearCookies({ name });
  await page.getByRole("button", { name: "Return without connecting" }).click();
  await expect(page).toHaveURL(new RegExp(`/sign-in\\?next=.*${uid}`));
});
