import pg from "pg";
import {
  ALLOW,
  AS_CLAUDE_CODE,
  authorizeUrl,
  expectWaiting,
  openRequest,
  openSite,
  postAnswer,
  readField,
} from "./drive-consent.ts";
import { expect, PEOPLE, readCode, signIn, test } from "./fixtures.ts";
import { ORIGIN, readAdminUrl } from "./server.ts";

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

/** Lets that many hours pass since this person's newest session began. */
async function ageSession(email: string, hours: number): Promise<void> {
  const admin = new pg.Client({ connectionString: readAdminUrl() });
  await admin.connect();
  await admin.query(
    `UPDATE auth.login_sessions SET created_at = now() - make_interval(hours => $2) WHERE id =
       (SELECT s.id FROM auth.login_sessions s JOIN auth.users u ON u.id = s.user_id
        WHERE u.email = $1 ORDER BY s.created_at DESC LIMIT 1)`,
    [email, hours],
  );
  await admin.end();
}

test("B24: a dangerous permission is not allowed from a sign-in of hours ago, until the person confirms", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: ORIGIN, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await signIn(page, PEOPLE.owner);
  await ageSession(PEOPLE.owner, 2);
  const uid = await openRequest(page);
  const allow = async (group: string) => {
    const form = { csrf: await readField(page, "csrf"), decision: "allow", org: "acme", group };
    return await postAnswer(page, uid, { form });
  };
  const refused = await allow("agents.destructive");
  const confirm = refused.headers()["location"] ?? "";
  expect([refused.status(), confirm]).toEqual([
    303,
    expect.stringMatching(/^\/sign-in\/again\?next=%2Fconnect%2F/),
  ]);
  await expectWaiting(page, uid);

  await page.goto(confirm);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.waitForURL(/\/code/);
  await page.getByLabel("Code").fill(await readCode(page, PEOPLE.owner));
  await page.getByRole("button", { name: /^(?:Sign in|Confirm)/ }).click();
  await page.waitForURL(/\/connect\//);
  await expect(page.getByText("Nothing has been allowed yet")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /^Stop, rename/ })).not.toBeChecked();
  const allowed = await allow("agents.destructive");
  expect(allowed.status()).toBe(200);
  expect(await allowed.text()).toContain("<h1>Connected</h1>");
  await context.close();
});
