import { ALLOW, AS_CLAUDE_CODE, authorizeUrl, openSite } from "./drive-consent.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { ORIGIN } from "./server.ts";

test.use({ person: PEOPLE.member });

test("A28: Connect's pages load nothing from anybody else, and tell nobody their own addresses", async ({
  page,
}) => {
  const site = await openSite(() => ({ html: "<h1>Back in the app</h1>" }));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  const redirectUri = `http://localhost:${site.port}/callback`;
  const answer = await page.goto(authorizeUrl({ ...AS_CLAUDE_CODE, redirectUri }));
  expect(answer?.headers()["referrer-policy"]).toMatch(/^(?:same-origin|strict-origin-when-cross-origin)$/);
  await page.getByRole("button", { name: ALLOW }).click();
  await page.waitForURL(/\/callback/);
  const elsewhere = asked.filter((url) => !url.startsWith(`${ORIGIN}/`) && !url.startsWith("data:"));
  expect(elsewhere.map((url) => new URL(url).pathname).filter((path) => path !== "/favicon.ico")).toEqual([
    "/callback",
  ]);
  expect(site.heard[0]?.path).toContain("code=");
  expect(site.heard[0]?.headers.referer ?? "").not.toMatch(/connect|authorize/);
  site.close();
});

test("A28: an error page loads nothing but itself", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.goto("/oauth/authorize?client_id=nobody");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const strangers = asked.filter((url) => !url.startsWith(`${ORIGIN}/`));
  expect(strangers).toEqual([]);
});
