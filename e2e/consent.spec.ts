import { connect } from "./drive-app.ts";
import {
  ALLOW,
  AS_CLAUDE,
  AS_CLAUDE_CODE,
  authorizeUrl,
  CLAUDE_CODE,
  expectWaiting,
  LOOPBACK,
  openRequest,
  openSite,
  postAnswer,
  readField,
  registerApp,
} from "./drive-consent.ts";
import { createOrganisation, makeFounder } from "./drive-console.ts";
import { expect, PEOPLE, signIn, test } from "./fixtures.ts";
import { inspectPage, SIZES } from "./inspect-page.ts";
import { ORIGIN } from "./server.ts";

const EXPIRED = /^\/connect\/expired\?attempt=[0-9A-Z]{4}-[0-9A-Z]{4}$/;

test.use({ person: PEOPLE.member });

test("B01: no page of Connect can be framed, its answers included", async ({ page, browser }) => {
  const uid = await openRequest(page);
  const answers = [
    await page.request.get(`/connect/${uid}/permissions?org=acme`),
    await page.request.get("/connect/expired"),
    await page.request.get("/sign-in"),
    await page.request.get("/oauth/authorize?client_id=nobody", { headers: { accept: "text/html" } }),
    await postAnswer(page, uid, { form: { decision: "allow" } }),
    await postAnswer(page, uid, {
      form: { csrf: await readField(page, "csrf"), decision: "deny", org: "acme" },
    }),
  ];
  for (const answer of answers) {
    const headers = answer.headers();
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["x-frame-options"]).toBe("DENY");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cache-control"]).toContain("no-store");
  }
  const site = await openSite(() => ({ html: `<iframe src="${ORIGIN}/connect/expired"></iframe>` }));
  const context = await browser.newContext();
  const evil = await context.newPage();
  await evil.goto(site.origin);
  await expect.poll(() => evil.frames()[1]?.url()).toBe("chrome-error://chromewebdata/");
  await context.close();
  site.close();
});

test("B02: an answer without our page's token, or with another's, changes nothing", async ({
  page,
  openAs,
}) => {
  const other = await openAs(PEOPLE.auditor);
  await openRequest(other);
  const foreign = await readField(other, "csrf");
  const own = await openRequest(page);
  const ownToken = await readField(page, "csrf");
  const uid = await openRequest(page);
  const csrf = await readField(page, "csrf");
  const form = { decision: "allow", org: "acme", group: "agents.read" };
  for (const refused of [
    { form },
    { form: { ...form, csrf: foreign } },
    { form: { ...form, csrf: ownToken } },
    { form: { ...form, csrf }, headers: { origin: "https://evil.example" } },
    { form: { ...form, csrf }, headers: { "sec-fetch-site": "cross-site" } },
    { form: { ...form, csrf }, headers: { origin: "null" } },
  ]) {
    const answer = await postAnswer(page, uid, refused);
    expect(answer.status()).toBe(403);
    expect(await answer.text()).toContain("Nothing was changed");
  }
  await expectWaiting(page, own);
  await expectWaiting(page, uid);
});

test("B02: a form on another site reaches nothing", async ({ page }) => {
  const uid = await openRequest(page);
  const csrf = await readField(page, "csrf");
  const fields = { csrf, decision: "allow", org: "acme", group: "agents.read" };
  const inputs = Object.entries(fields).map(([name, value]) => `<input name="${name}" value="${value}">`);
  const html = `<form method="post" action="${ORIGIN}/connect/${uid}/answer">${inputs.join("")}<button>Win</button></form>`;
  const site = await openSite(() => ({ html }));
  await page.goto(site.origin);
  await page.getByRole("button", { name: "Win" }).click();
  await expect(page.getByRole("heading")).toHaveText("Nothing was changed");
  await expectWaiting(page, uid);
  site.close();
});

test("B04 B14: Chromium sends our origin, and Allow arrives wherever the callback hops on to", async ({
  page,
}) => {
  const end = await openSite(() => ({ html: "<h1>The end</h1>" }));
  const callback = await openSite(() => ({ location: `${end.origin}/hop` }));
  const redirectUri = `http://localhost:${callback.port}/callback`;
  await openRequest(page, { clientId: CLAUDE_CODE, redirectUri });
  const posted = page.waitForRequest((request) => request.method() === "POST");
  await page.getByRole("button", { name: ALLOW }).click();
  expect((await (await posted).allHeaders())["origin"]).toBe(ORIGIN);
  await expect(page.getByRole("heading", { name: "The end" })).toBeVisible();
  const [arrival] = callback.heard;
  expect(arrival?.path).toMatch(/^\/callback\?code=[\w-]+&state=kept&iss=/);
  expect(arrival?.headers.referer).toBeUndefined();
  callback.close();
  end.close();
});

test("B05: a request opened in another browser is neither shown nor answered", async ({ page, openAs }) => {
  const uid = await openRequest(page);
  const csrf = await readField(page, "csrf");
  const other = await openAs(PEOPLE.owner);
  await other.goto(`/connect/${uid}/permissions?org=acme`);
  await expect(other).toHaveURL(/\/connect\/expired\?attempt=/);
  for (const decision of ["allow", "deny"]) {
    const form = { csrf, decision, org: "acme", group: "agents.read" };
    const answer = await postAnswer(other, uid, { form });
    expect([answer.status(), answer.headers()["location"]]).toEqual([303, expect.stringMatching(EXPIRED)]);
  }
  await expectWaiting(page, uid);
});

test("a page made for one person is not answered for the next one signed in there", async ({
  page,
  context,
  openAs,
}) => {
  const uid = await openRequest(page);
  const csrf = await readField(page, "csrf");
  const next = await openAs(PEOPLE.auditor);
  const isSession = ({ name }: { name: string }) => /session/i.test(name);
  await context.addCookies((await next.context().cookies()).filter(isSession));
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page.getByRole("heading")).toHaveText("Nothing was changed");
  await page.getByRole("link", { name: "Open the request again" }).click();
  await expect(page.getByText(`Signed in as ${PEOPLE.auditor}`)).toBeVisible();
  expect(await readField(page, "csrf")).not.toBe(csrf);
  await expectWaiting(page, uid);
});

test("B08 B10: Claude Code is asked about every time, and the page names the earlier connection", async ({
  page,
}) => {
  const first = await connect(page, { registration: "pinned document" });
  await first.close();
  await openRequest(page);
  await expect(page.getByRole("button", { name: ALLOW })).toBeVisible();
  await expect(page.getByText("You also have a connection made")).toBeVisible();
  await expect(page.getByText("Continue only if you just started this yourself")).toBeVisible();
  await expect(page.getByText("Verified publisher")).toHaveCount(0);
});

test("B09: an app that calls itself Claude is shown by what we know of it", async ({ page }) => {
  const redirectUri = "https://evil.example/cb";
  const clientId = await registerApp({ client_name: "Claude", redirect_uris: [redirectUri] });
  await openRequest(page, { clientId, redirectUri });
  await expect(page.getByText(`Registered itself as ${clientId}`)).toBeVisible();
  await expect(page.getByText("Its name is its own claim")).toBeVisible();
  await expect(page.locator("main strong")).toHaveText("evil.example");
  await expect(page.getByText("Verified publisher")).toHaveCount(0);
  await openRequest(page, AS_CLAUDE);
  await expect(page.getByText("Verified publisher · Anthropic, claude.ai")).toBeVisible();
  await expect(page.locator("main strong")).toHaveText("claude.ai");
  await expect(page.getByText(/Its name is its own claim|have not reviewed|Continue only if/)).toHaveCount(0);
});

test("B12 B13 A29: a name is text without tricks, and a logo is never fetched", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).origin));
  const redirectUri = "https://evil.example/cb";
  const open = async (client_name: string) => {
    const logo = { logo_uri: "https://tracker.example/pixel.png", client_uri: "https://tracker.example" };
    const clientId = await registerApp({ client_name, redirect_uris: [redirectUri], ...logo });
    await openRequest(page, { clientId, redirectUri });
    return await page.locator("h1 bdi").first().innerText();
  };
  expect(await open("Cla\u202eude\u200b\u0000")).toBe("Claude");
  expect((await open("x".repeat(5000))).length).toBe(60);
  const markup = `<img src=x onerror=alert(1)>"'&amp;`;
  expect(await open(markup)).toBe(markup);
  const csrf = await readField(page, "csrf");
  const uid = /\/connect\/([\w-]+)/.exec(page.url())?.[1] ?? "";
  const denied = await postAnswer(page, uid, { form: { csrf, decision: "deny" } });
  expect(await denied.text()).not.toContain("<img");
  expect([...new Set(asked)]).toEqual([ORIGIN]);
});

test("A29: nothing of an authorization request is repeated", async ({ page }) => {
  const script = "<script>alert(1)</script>";
  for (const extra of [
    `client_id=${script}`,
    `login_hint=${script}&error_description=${script}&ui_locales=${script}`,
  ]) {
    const url = `${authorizeUrl(AS_CLAUDE_CODE)}&${extra}`;
    const response = await page.goto(url);
    expect(await page.content()).not.toContain("alert(1)");
    expect(response?.headers()["content-security-policy"]).toMatch(/script-src|default-src 'none'/);
  }
});

test("A31: an app nobody reviewed carries no visitor to its site by an error; the page leaves that to a press", async ({
  page,
  context,
}) => {
  const redirectUri = "https://evil.example/cb";
  const clientId = await registerApp({ client_name: "Tool", redirect_uris: [redirectUri] });
  const went: string[] = [];
  page.on("request", (request) => went.push(new URL(request.url()).hostname));
  for (const theme of ["light", "dark"] as const) {
    await context.addCookies([{ name: "theme", value: theme, url: ORIGIN }]);
    await page.emulateMedia({ colorScheme: theme });
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      const response = await page.goto(`${authorizeUrl({ clientId, redirectUri })}&prompt=none`);
      expect(response?.status()).toBe(400);
      await expect(page.getByRole("link", { name: "Return to evil.example" })).toBeVisible();
      await inspectPage(page);
    }
  }
  expect([...new Set(went)]).toEqual([new URL(ORIGIN).hostname]);
});

test("B16: signing in to connect gives a new session, and one planted before is worth nothing", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: ORIGIN, storageState: { cookies: [], origins: [] } });
  const page = await context.newPage();
  const email = makeFounder();
  await page.goto("/sign-in");
  await signIn(page, email);
  const session = (await context.cookies()).find(({ name }) => /session/i.test(name));
  if (!session) throw new Error("no session cookie");
  await context.clearCookies();
  const planted = { ...session, value: "planted-by-somebody-else" };
  await context.addCookies([planted]);
  await page.goto(authorizeUrl(AS_CLAUDE_CODE));
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText(/to connect Claude Code/)).toBeVisible();
  const other = makeFounder();
  await signIn(page, other);
  await expect(page).toHaveURL(/\/connect\//);
  const after = (await context.cookies()).find(({ name }) => name === session.name)?.value;
  expect(after).not.toBe(planted.value);
  await context.addCookies([planted]);
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.close();
});

test("B17: Back and a second press after the answer lead to the page that says it is over", async ({
  page,
}) => {
  const site = await openSite(() => ({ html: "<h1>Back in the app</h1>" }));
  const redirectUri = `http://localhost:${site.port}/callback`;
  const uid = await openRequest(page, { clientId: CLAUDE_CODE, redirectUri });
  const csrf = await readField(page, "csrf");
  await page.getByRole("button", { name: ALLOW }).click();
  await expect(page.getByRole("heading", { name: "Back in the app" })).toBeVisible();
  const form = { csrf, decision: "allow", org: "acme", group: "agents.read" };
  const again = await postAnswer(page, uid, { form });
  expect([again.status(), again.headers()["location"]]).toEqual([303, expect.stringMatching(EXPIRED)]);
  await page.goto(`/connect/${uid}/permissions?org=acme`);
  await expect(page.getByRole("heading", { name: "This request is over" })).toBeVisible();
  // Only pages of the console's make link to what the number means.
  const said = await page.getByText(/^Connection attempt/).textContent();
  const [number = "none"] = /^Connection attempt \S+\./.exec(said ?? "") ?? [];
  const resumed = await page.goto(`/oauth/authorize/${uid}`);
  expect(resumed?.status()).toBe(400);
  await expect(page.getByText(/^Connection attempt/)).toContainText(number);
  expect(site.heard.filter(({ path }) => path.startsWith("/callback"))).toHaveLength(1);
  site.close();
});

test("B18: a form that was tampered with gets no more than the page offered", async ({ page }) => {
  const uid = await openRequest(page);
  const csrf = await readField(page, "csrf");
  const foreign = await postAnswer(page, uid, {
    form: { csrf, decision: "allow", org: "elsewhere", group: "agents.read" },
  });
  expect([foreign.status(), foreign.headers()["location"]]).toEqual([303, `/connect/${uid}`]);
  const locked = await postAnswer(page, uid, {
    form: { csrf, decision: "allow", org: "acme", group: "agents.destructive" },
  });
  expect(locked.headers()["location"]).toBe(`/connect/${uid}/permissions?org=acme&problem=nothing-ticked`);
  await expectWaiting(page, uid);
});

test("A27: no answer to a form is ever a 307 or 308", async ({ page, openAs }) => {
  const founder = await openAs(makeFounder());
  await createOrganisation(founder);
  const statuses: number[] = [];
  for (const one of [page, founder]) {
    one.on("response", (response) => {
      if (response.request().method() === "POST") statuses.push(response.status());
    });
  }
  const uid = await openRequest(page);
  const returned = page.waitForRequest((request) => request.url().startsWith(LOOPBACK));
  await page.getByRole("button", { name: "Deny" }).click();
  await returned;
  await openRequest(founder);
  await founder.getByRole("button", { name: "Use another account" }).click();
  await expect(founder).toHaveURL(/\/sign-in/);
  await founder.getByLabel("E-mail address").fill(makeFounder());
  await founder.getByRole("button", { name: "Send me a code" }).click();
  await founder.waitForURL(/\/sign-in\/code/);
  expect(uid).not.toBe("");
  expect(statuses.length).toBeGreaterThanOrEqual(3);
  expect(statuses.filter((status) => status !== 200 && status !== 303)).toEqual([]);
});
