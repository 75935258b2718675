import { askDatabase } from "./ask-database.ts";
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
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, readCode, signIn, test } from "./fixtures.ts";
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

/** Lets that many hours pass since this person's newest session began. */
async function ageSession(email: string, hours: number): Promise<void> {
  await askDatabase(
    `UPDATE auth.login_sessions SET created_at = now() - make_interval(hours => $2) WHERE id =
       (SELECT s.id FROM auth.login_sessions s JOIN auth.users u ON u.id = s.user_id
        WHERE u.email = $1 ORDER BY s.created_at DESC LIMIT 1)`,
    [email, hours],
  );
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

/** Of Acme: what nobody else may read. */
const OF_ACME = /Acme Robotics|@acme\.example/;
const asStranger = (path: string, init: RequestInit = {}) =>
  fetch(`${ORIGIN}${path}`, { redirect: "manual", ...init });

test("I18 J01 J02 J23: no header and no form of an address makes a page answer a stranger, or a cache keep the answer", async () => {
  const repeat = (name: string) => Array.from({ length: 5 }, () => name).join(":");
  const tricks: Record<string, string>[] = [
    {},
    ...["middleware", "src/middleware", "proxy", "src/proxy"].map((name) => ({
      "x-middleware-subrequest": repeat(name),
    })),
    { rsc: "1" },
    { rsc: "1", "next-router-prefetch": "1" },
    { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
    {
      rsc: "1",
      "x-now-route-matches": "1=acme",
      "x-matched-path": "/o/acme",
      "x-forwarded-host": "evil.example",
    },
  ];
  const paths = ["/o/acme/members", "/o/acme/members?_rsc=1a2b3", "/o/acme/audit", "/me/connections"];
  const files = ["/o/acme/members.rsc", "/o/acme/members.segments/_tree.segment.rsc"];
  for (const path of [...paths, ...files]) {
    for (const headers of tricks) {
      const answer = await asStranger(path, { headers });
      const what = JSON.stringify({ path, headers, status: answer.status });
      const body = await answer.text();
      expect(`${body}${answer.headers.get("location") ?? ""}`, what).not.toMatch(/evil\.example/);
      expect(body, what).not.toMatch(OF_ACME);
      expect(answer.headers.get("cache-control"), what).toMatch(/no-store/);
    }
  }
});

test("J04 J06: an action nobody has, with a body that names what it should not, runs nothing and shows nothing", async () => {
  for (const id of ["x", "0".repeat(42), "7f".repeat(21), "__proto__"]) {
    const body = new FormData();
    body.set("0", '["$1:__proto__:then","$F1","$B0","$@0"]');
    body.set("1", '{"id":"fs#readFileSync","bound":["/etc/passwd"],"then":"$1:__proto__:constructor"}');
    body.set("$ACTION_REF_1", "");
    body.set("$ACTION_1:0", `{"id":"${id}","bound":"$@1"}`);
    const headers = { "next-action": id, origin: ORIGIN };
    const answer = await asStranger("/sign-in", { method: "POST", headers, body });
    expect([id, answer.status >= 400 && answer.status < 500]).toEqual([id, true]);
    expect(await answer.text()).not.toMatch(/root:|use server|submitForm/);
  }
  expect((await asStranger("/healthz")).status).toBe(200);
});

test("J08: the image optimiser fetches from nobody", async () => {
  for (const url of [
    "http://10.0.0.1/x.png",
    "https://169.254.169.254/",
    "//10.0.0.1/x.png",
    `${ORIGIN}/logo.png`,
  ]) {
    const answer = await asStranger(`/_next/image?${new URLSearchParams({ url, w: "64", q: "75" })}`);
    expect([url, answer.status]).toEqual([url, 400]);
  }
});

test("J15: every page, also one that is not there, lets only scripts of ours run and nobody frame it", async () => {
  const pages = [
    "/",
    "/sign-in",
    "/docs/errors",
    "/nothing",
    "/o/nothing",
    "/api/nothing",
    "/favicon.nothing",
    "/logo.nothing",
  ];
  const nonces = new Set<string>();
  for (const path of pages) {
    const answer = await asStranger(path, { headers: { accept: "text/html" } });
    const policy = answer.headers.get("content-security-policy") ?? "";
    const what = `${path} ${answer.status}`;
    for (const part of ["'strict-dynamic'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
      expect(policy, what).toContain(part);
    expect(policy, what).not.toContain("unsafe-inline");
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
  }
  expect(nonces.size).toBe(pages.length);
});

test.describe("J03", () => {
  test.use({ person: makeFounder() });

  test("J03: a parameter in the query is none of the path", async ({ page }) => {
    const slug = await createOrganisation(page);
    for (const name of ["nxtPslug", "nxtIslug", "slug"]) {
      const own = await page.request.get(`/o/${slug}?${name}=acme`);
      expect([own.status(), OF_ACME.test(await own.text())]).toEqual([200, false]);
      const theirs = await page.request.get(`/o/acme?${name}=${slug}`);
      expect([theirs.status(), OF_ACME.test(await theirs.text())]).toEqual([404, false]);
    }
  });
});
