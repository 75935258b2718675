import { expect, test } from "vitest";
import { authSql } from "#lib/platform/db/sql.ts";
import {
  ask,
  authorizeQuery,
  CLAUDE,
  CLAUDE_CODE,
  makeMember,
  PUBLIC_URL,
  register,
  SHARED,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findConsentRequest } from "./find-consent-request.ts";

useDatabase();
useOauthServer();

const HOSTED_CALLBACK = "https://claude.ai/api/mcp/auth_callback";

async function authorize(extra: Record<string, string | null>, append = "") {
  const { query } = authorizeQuery(extra);
  return await ask(`/oauth/authorize?${query}${append}`, { headers: { accept: "text/html" } });
}

async function redirectError(extra: Record<string, string | null>, append = "") {
  const answer = await authorize(extra, append);
  const location = answer.headers.get("location");
  expect(answer.status).toBe(303);
  const { searchParams, hash } = new URL(location ?? "");
  expect(hash).toBe("");
  expect(searchParams.get("iss")).toBe(PUBLIC_URL);
  expect(searchParams.get("code")).toBeNull();
  return searchParams.get("error");
}

test.each([
  ["A01: without PKCE", { code_challenge: null, code_challenge_method: null }, "", "invalid_request"],
  ["A03: PKCE without a method", { code_challenge_method: null }, "", "invalid_request"],
  ["plain PKCE", { code_challenge_method: "plain" }, "", "invalid_request"],
  ["A04: a malformed challenge", { code_challenge: "abc" }, "", "invalid_request"],
  ["A13: response mode fragment", { response_mode: "fragment" }, "", "unsupported_response_mode"],
  ["A13: response mode form_post", { response_mode: "form_post" }, "", "unsupported_response_mode"],
  ["A13: response mode web_message", { response_mode: "web_message" }, "", "unsupported_response_mode"],
  ["A13: response mode query.jwt", { response_mode: "query.jwt" }, "", "unsupported_response_mode"],
  ["A15: prompt none", { prompt: "none" }, "", "consent_required"],
  ["A16: a request_uri", { request_uri: "http://169.254.169.254/" }, "", "request_uri_not_supported"],
  ["A17: an unsigned request object", { request: "eyJhbGciOiJub25lIn0.e30." }, "", "request_not_supported"],
  ["A19: a resource with a fragment", { resource: `${SHARED}#f` }, "", "invalid_target"],
  ["A19: a resource with a user", { resource: "http://u@localhost:3000/api/mcp" }, "", "invalid_target"],
  ["A19: a resource's path in other case", { resource: `${PUBLIC_URL}/API/mcp` }, "", "invalid_target"],
  ["a foreign resource", { resource: "https://evil.example/api/mcp" }, "", "invalid_target"],
  ["an unknown organisation's address", { resource: `${SHARED}/nobody` }, "", "invalid_target"],
  ["A20: two resources", {}, `&resource=${encodeURIComponent(SHARED)}`, "invalid_target"],
])("%s is refused on the app's own address, with iss", async (_name, extra, append, error) => {
  expect(await redirectError(extra, append)).toBe(error);
});

test.each([
  ["state", "2"],
  ["state", ""],
  ["scope", "agents.read"],
  ["scope", "unknown"],
  ["scope", " "],
  ["prompt", "consent"],
  ["prompt", "none"],
  ["response_type", "code"],
  ["response_mode", "query"],
  ["code_challenge", "x".repeat(43)],
  ["code_challenge_method", "S256"],
])("A11: %s sent twice, the second time as %j, is refused", async (name, second) => {
  const first = { response_mode: "query", prompt: "login", scope: "agents.read", state: "1" };
  expect(await redirectError(first, `&${name}=${encodeURIComponent(second)}`)).toBe("invalid_request");
});

test.each(["client_id", "redirect_uri"])("A11: %s sent twice goes nowhere", async (name) => {
  const { query } = authorizeQuery();
  const answer = await authorize({}, `&${name}=${encodeURIComponent(query.get(name) ?? "")}`);
  expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
});

test.each(["token", "id_token", "code id_token", "none"])(
  "A12: response type %s is refused",
  async (type) => {
    const answer = await authorize({ response_type: type });
    expect(answer.headers.get("location")).toContain("error=unsupported_response_type");
  },
);

test.each([
  "https://evil.example/api/mcp/auth_callback",
  `${HOSTED_CALLBACK}/`,
  `${HOSTED_CALLBACK}?x=1`,
  `${HOSTED_CALLBACK}#f`,
  "https://claude.ai/api/mcp/AUTH_callback",
  "https://claude.ai/api/mcp/x/../auth_callback",
  "https://claude.ai/api/mcp/%2e%2e/mcp/auth_callback",
  "https://claude.ai/api/mcp/auth_callback%252f..",
  `${HOSTED_CALLBACK};/x`,
  "https://claude.ai@evil.example/api/mcp/auth_callback",
  "https://evil.example@claude.ai/api/mcp/auth_callback",
  "https://claude.ai.evil.example/api/mcp/auth_callback",
  "http://claude.ai/api/mcp/auth_callback",
  "https://claude.ai:8443/api/mcp/auth_callback",
  "https://claude.ai:99999/api/mcp/auth_callback",
  "javascript:alert(1)//",
  "\thttps://claude.ai/api/mcp/auth_callback",
  "\\\\claude.ai/api/mcp/auth_callback",
])("A06 A09: the redirect %j is refused in place, with no redirect", async (redirect) => {
  const answer = await authorize({ client_id: CLAUDE, redirect_uri: redirect });
  expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  expect(answer.text).toContain("did not register");
});

test.each([
  ["http://127.1:1/callback", 400],
  ["http://2130706433:1/callback", 400],
  ["http://[::1]:1/callback", 400],
  ["http://localhost.evil.example/callback", 400],
  ["https://localhost:54321/callback", 400],
  ["http://localhost:54321/other", 400],
  ["http://localhost:1/callback", 303],
  ["http://127.0.0.1:60001/callback", 303],
])("A06 A08: of loopback redirects only the port is free: %s", async (redirect, status) => {
  expect((await authorize({ redirect_uri: redirect })).status).toBe(status);
});

test("A07: localhost is not 127.0.0.1", async () => {
  const { json } = await register({ client_name: "Tool", redirect_uris: ["http://127.0.0.1/cb"] });
  const client_id = json.client_id as string;
  expect((await authorize({ client_id, redirect_uri: "http://127.0.0.1:5/cb" })).status).toBe(303);
  expect((await authorize({ client_id, redirect_uri: "http://localhost:5/cb" })).status).toBe(400);
});

test("A05: an unknown client gets a page, or JSON if it asks for it, and never a redirect", async () => {
  const page = await authorize({ client_id: "nope<script>" });
  expect([page.status, page.headers.get("location")]).toEqual([400, null]);
  expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  expect(page.headers.get("x-frame-options")).toBe("DENY");
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  expect(page.headers.get("cache-control")).toContain("no-store");
  expect(page.text).not.toContain("nope");
  const { query } = authorizeQuery({ client_id: "nope" });
  const json = await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
  expect([json.status, json.json.error]).toEqual([400, "invalid_client"]);
});

test("A21 A23: unknown scopes, openid and stray spaces are dropped, not refused", async () => {
  const pending = await startRequest({ scope: " offline_access agents.read admin:* openid", nonce: "n" });
  const consent = await findConsentRequest(pending.uid, pending.cookie);
  expect(consent).toMatchObject({ requestedGroups: ["agents.read"], saidNothing: false });
  for (const scope of [null, " offline_access", "nothing:known"]) {
    const silent = await startRequest({ scope });
    expect(await findConsentRequest(silent.uid, silent.cookie)).toMatchObject({ saidNothing: true });
  }
});

test.each([
  [null, SHARED],
  [PUBLIC_URL, SHARED],
  [`${PUBLIC_URL}/`, SHARED],
  [`${SHARED}/`, SHARED],
  ["HTTP://LOCALHOST:3000/api/mcp", SHARED],
])("the resource %s is understood as the shared address", async (resource, expected) => {
  const pending = await startRequest({ resource });
  expect(await findConsentRequest(pending.uid, pending.cookie)).toMatchObject({
    resource: { kind: "shared" },
    resourceUri: expected,
  });
});

test("an organisation's own address is understood, with and without a slash", async () => {
  const { address } = await makeMember();
  for (const resource of [`${SHARED}/${address}`, `${SHARED}/${address}/`]) {
    const pending = await startRequest({ resource });
    const consent = await findConsentRequest(pending.uid, pending.cookie);
    expect(consent).toMatchObject({ resource: { kind: "tenant", address } });
  }
});

test("A15: no page wanted is always an honest no, also of an app and a person who were just connected", async () => {
  expect(await redirectError({ prompt: "none" })).toBe("consent_required");
  for (const prompt of ["login", "consent", "select_account", "login consent", "unknown", ""]) {
    expect((await authorize({ prompt })).headers.get("location")).toMatch(/^\/connect\/[\w-]+$/);
  }
});

test("only the code flow in the query is offered, with or without saying so", async () => {
  expect((await authorize({ response_mode: "query" })).headers.get("location")).toMatch(/^\/connect\//);
  expect(await redirectError({ response_mode: "" }, "")).toBe("unsupported_response_mode");
});

test("A31: an error of an app nobody reviewed stays here; its answer is a link the person may press", async () => {
  const redirect_uri = "https://EVIL.example/cb?keep=1&x='\"<b>";
  const { json } = await register({ client_name: "Claude", redirect_uris: [redirect_uri] });
  const client_id = json.client_id as string;
  for (const extra of [
    { prompt: "none" },
    { response_type: "token" },
    { resource: "https://other.example" },
  ]) {
    const answer = await authorize({ client_id, redirect_uri, state: "mine", ...extra });
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.text).toContain("Return to evil.example</a>");
    expect(answer.text).not.toMatch(/http-equiv="?refresh|<script|<b>/i);
    const href = /<a href="([^"]*)" rel="noreferrer">/.exec(answer.text)?.[1] ?? "";
    const target = new URL(href.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code))));
    const said = new URLSearchParams(target.search.slice(1) + "&" + target.hash.slice(1));
    expect([target.host, said.get("state"), said.get("iss")]).toEqual(["evil.example", "mine", PUBLIC_URL]);
    expect(said.get("error")).toMatch(/^(consent_required|unsupported_response_type|invalid_target)$/);
  }
  const { query } = authorizeQuery({ client_id, redirect_uri, prompt: "none" });
  const program = await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
  expect([program.status, program.headers.get("location")]).toEqual([400, null]);
  expect(program.json).toMatchObject({ error: "consent_required" });
});

test.each([
  [
    { resource: "https://other.example/mcp" },
    "asked for an address that is not one of ours",
    "invalid_target",
  ],
  [{ prompt: "none" }, "wanted to connect without asking you", "consent_required"],
  [{ response_type: "token" }, "asked for something we do not offer", "invalid_request"],
])("the page that stays here says what was wrong with %j", async (extra, sentence, code) => {
  const redirect_uri = "https://app.example/cb";
  const { json } = await register({ client_name: "App", redirect_uris: [redirect_uri] });
  const { text } = await authorize({ client_id: json.client_id as string, redirect_uri, ...extra });
  expect(text).toContain(sentence);
  expect(text).toContain(`Trinity Connect · ${code}`);
});

test("A31: a known publisher's app and one on this computer hear of their error by redirect", async () => {
  const cursor = "cursor://anysphere.cursor-mcp/oauth/callback";
  const { json } = await register({ client_name: "Tool", redirect_uris: [cursor, "http://127.0.0.1/cb"] });
  const own = json.client_id as string;
  for (const [client_id, redirect_uri] of [
    [CLAUDE, HOSTED_CALLBACK],
    [CLAUDE_CODE, "http://localhost:1/callback"],
    [own, "http://127.0.0.1:7/cb"],
    [own, cursor],
  ] as const) {
    const answer = await authorize({ client_id, redirect_uri, prompt: "none", state: "mine" });
    const location = answer.headers.get("location") ?? "";
    expect([answer.status, location.startsWith(redirect_uri)]).toEqual([303, true]);
    expect(location).toContain("state=mine");
    expect(location).toContain(`iss=${encodeURIComponent(PUBLIC_URL)}`);
  }
});

test("looking at an authorization address stores one waiting request and spends nothing", async () => {
  const [first, again] = [authorizeQuery(), authorizeQuery()];
  const headers = { accept: "application/json" };
  const before = await countRows();
  for (const { query } of [first, first, again]) {
    const answer = await ask(`/oauth/authorize?${query}`, { headers });
    expect([answer.status, answer.headers.get("location")?.startsWith("/connect/")]).toEqual([303, true]);
  }
  await ask(`/oauth/authorize?${authorizeQuery({ client_id: "nobody" }).query}`, { headers });
  const after = await countRows();
  expect(after).toEqual({ ...before, oauth_interactions: (before["oauth_interactions"] ?? 0) + 3 });
});

/** Rows of every table that holds something of a person, an organisation or an app. */
async function countRows(): Promise<Record<string, number>> {
  const { rows } = await authSql().query<{ name: string; count: number }>(
    `SELECT relname AS name, (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM auth.' || quote_ident(relname),
       false, true, '')))[1]::text::int AS count
     FROM pg_class WHERE relnamespace = 'auth'::regnamespace AND relkind = 'r' AND has_table_privilege(oid, 'SELECT')
       AND relname <> ALL ('{attempts,attempt_events,sightings,client_documents,oauth_clients}')`,
  );
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

test("A24: a state with a line break adds no header and comes back encoded", async () => {
  const answer = await authorize({ state: "a\r\nX-Evil: 1", prompt: "none" });
  expect(answer.headers.get("x-evil")).toBeNull();
  expect(new URL(answer.headers.get("location") ?? "").searchParams.get("state")).toBe("a\r\nX-Evil: 1");
});

test("C20: a NUL anywhere is a 400 page, not a fault", async () => {
  expect((await authorize({ state: "a\0b" })).status).toBe(400);
  expect((await authorize({ client_id: "a\0b" })).status).toBe(400);
});

test("B05: only the browser that brought the request can see it, and only under its own id", async () => {
  const [mine, other] = [await startRequest(), await startRequest()];
  expect(await findConsentRequest(mine.uid, mine.cookie)).toMatchObject({
    client: { id: CLAUDE_CODE, name: "Claude Code", identity: "local", host: "claude.ai" },
    redirectHost: "localhost:54321",
  });
  expect(await findConsentRequest(mine.uid, null)).toBeNull();
  expect(await findConsentRequest(mine.uid, other.cookie)).toBeNull();
  expect(
    await findConsentRequest(
      mine.uid,
      mine.cookie.replace(/sig=(.)/, (_, first) => `sig=${first === "A" ? "B" : "A"}`),
    ),
  ).toBeNull();
  expect(await findConsentRequest("nothing", "x=%")).toBeNull();
});

test("J14: cookies are path-scoped, HttpOnly, SameSite=Lax, and no session follows the person", async () => {
  const { query } = authorizeQuery();
  const cookies = (await ask(`/oauth/authorize?${query}`)).headers.getSetCookie();
  const scoped = cookies.filter((cookie) => !cookie.startsWith("connect_waiting="));
  expect([cookies.length, scoped.length]).toEqual([5, 4]);
  for (const cookie of scoped) {
    expect(cookie).toMatch(
      /^connect_(request|resume)(\.sig)?=.*path=\/(connect|oauth\/authorize)\/[\w-]+; .*samesite=lax; httponly/i,
    );
  }
});

test("methods and addresses that do not exist are refused without a cookie", async () => {
  expect((await ask("/oauth/authorize", { method: "POST" })).status).toBe(405);
  expect((await ask("/oauth/token")).status).toBe(405);
  expect((await ask("/oauth/introspect")).status).toBe(404);
  expect((await ask("/oauth/register/dcr_x")).status).toBe(404);
  expect((await ask("/oauth/authorize/unknown", { headers: { accept: "text/html" } })).text).toContain(
    "expired",
  );
});
