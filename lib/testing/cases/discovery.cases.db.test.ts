import { expect, test, vi } from "vitest";
import { getProvider } from "#lib/oauth/get-provider.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  allow,
  ask,
  authorizeQuery,
  codeForm,
  type Answer,
  LOOPBACK,
  makeMember,
  postForm,
  PUBLIC_URL,
  startRequest,
} from "../drive-oauth.ts";
import { useDoors } from "./serve-doors.ts";

useDatabase();
useDoors();

const SERVER = "/.well-known/oauth-authorization-server";
const OPENID = "/.well-known/openid-configuration";
const RESOURCE = "/.well-known/oauth-protected-resource";

test("F21: the issuer of an answer, a code or an error, is the metadata's, byte for byte", async () => {
  const { redirect } = await allow(await startRequest(), await makeMember());
  const refused = await ask(`/oauth/authorize?${authorizeQuery({ code_challenge: null }).query}`);
  const { issuer } = (await ask(SERVER)).json;
  for (const answered of [redirect.href, refused.headers.get("location") ?? ""]) {
    expect(new URL(answered).searchParams.getAll("iss")).toEqual([issuer]);
  }
  expect(issuer).toBe(PUBLIC_URL);
});

test("F14 F17 F22: every guessed metadata address is a JSON 404: no page, no redirect, no challenge", async () => {
  const { address } = await makeMember();
  const guesses = [SERVER, OPENID].flatMap((form) => [
    `${form}/api/mcp`,
    `${form}/api/mcp/`,
    `${form}/api/mcp/${address}`,
    `${form}/api/mcp/none`,
    `${form}/oauth`,
    `/api/mcp${form}`,
    `/api/mcp/${address}${form}`,
    `/api/mcp/none${form}`,
    `/oauth${form}`,
    `/oauth/authorize${form}`,
    `/o/acme${form}`,
    `${form}.json`,
    form.toUpperCase(),
  ]);
  const resources = [
    `/api/mcp${RESOURCE}`,
    `/api/mcp/${address}${RESOURCE}`,
    `${RESOURCE}/api`,
    `${RESOURCE}/api/mcp/none`,
    `${RESOURCE}/api/mcp/${address}/more`,
    `${RESOURCE}/mcp`,
    `${RESOURCE}/sse`,
    `${RESOURCE}/oauth`,
    "/.well-known/oauth-anything",
    "/.well-known",
    "/.well-known/",
  ];
  for (const path of [...guesses, ...resources]) {
    for (const method of ["GET", "HEAD"]) {
      const answer = await ask(path, { method, headers: { accept: "text/html,*/*" } });
      expect([answer.status, answer.headers.get("location")], `${method} ${path}`).toEqual([404, null]);
      expect(answer.headers.get("content-type"), path).toContain("application/json");
      expect(answer.headers.get("www-authenticate"), path).toBeNull();
      expect(answer.headers.get("cache-control"), path).toBe("no-store");
    }
  }
});

test("F06: the metadata of an unknown and of a suspended organisation are the same answer", async () => {
  const { tenantId, address } = await makeMember();
  await inTenant(tenantId, (tx) =>
    tx.tenant.update({ where: { id: tenantId }, data: { status: "suspended" }, select: { id: true } }),
  );
  const seen = async (at: string) => {
    const { status, headers, text } = await ask(`${RESOURCE}/api/mcp/${at}`);
    const own = [...headers].filter(([name]) => !["date", "x-request-id"].includes(name));
    return [status, own, text];
  };
  expect(await seen(address)).toEqual(await seen("none"));
});

test("F15: a trailing slash is answered in place on every address", async () => {
  const { address } = await makeMember();
  const { query } = authorizeQuery();
  const pairs: [string, RequestInit][] = [
    [SERVER, {}],
    [OPENID, {}],
    [RESOURCE, {}],
    [`${RESOURCE}/api/mcp`, {}],
    [`${RESOURCE}/api/mcp/${address}`, {}],
    ["/oauth/jwks", {}],
    ["/oauth/token", { method: "POST", body: new URLSearchParams({ grant_type: "password" }) }],
    ["/oauth/revoke", { method: "POST", body: new URLSearchParams({ token: "x", client_id: "dcr_gone" }) }],
    ["/oauth/register", { method: "POST", body: "{" }],
    ["/oauth/register", { method: "OPTIONS" }],
    ["/token", { method: "POST", body: new URLSearchParams({ grant_type: "password" }) }],
    ["/api/mcp", { method: "POST", body: "{}" }],
    [`/api/mcp/${address}`, { method: "POST", body: "{}" }],
    ["/api/mcp", {}],
  ];
  const essence = ({ status, text, headers }: Answer) => [status, text, headers.get("www-authenticate")];
  for (const [path, init] of pairs) {
    const [plain, slashed] = [await ask(path, init), await ask(`${path}/`, init)];
    expect(essence(slashed), path).toEqual(essence(plain));
    expect(plain.status, path).not.toBe(404);
    expect(slashed.headers.get("location"), path).toBeNull();
  }
  for (const path of ["/oauth/authorize/", "/authorize", "/authorize/"]) {
    const answer = await ask(`${path}?${query}`);
    expect(answer.headers.get("location"), path).toMatch(/^\/connect\/[\w-]+$/);
  }
});

test("HEAD on metadata and keys says what GET says, without the body", async () => {
  for (const path of [SERVER, OPENID, RESOURCE, `${RESOURCE}/api/mcp`, "/oauth/jwks"]) {
    const [get, head] = [await ask(path), await ask(path, { method: "HEAD" })];
    expect([head.status, head.text], path).toEqual([200, ""]);
    for (const name of ["content-type", "cache-control", "content-length", "access-control-allow-origin"]) {
      expect(head.headers.get(name), `${path} ${name}`).toBe(get.headers.get(name));
    }
  }
});

test("F20: metadata is never kept, a set of keys no longer than a next key must wait", async () => {
  for (const path of [SERVER, OPENID, RESOURCE, `${RESOURCE}/api/mcp`]) {
    expect((await ask(path)).headers.get("cache-control")).toBe("no-store");
  }
  expect((await ask("/oauth/jwks")).headers.get("cache-control")).toBe("public, max-age=60");
});

test("F08 M03: the keys are ours, public parts only, the next one among them, and nothing is warned of", async () => {
  const said = (["log", "info", "warn", "error"] as const).map((name) => vi.spyOn(console, name));
  takeOnce("oauth.provider");
  await getProvider();
  for (const spy of said) expect(spy).not.toHaveBeenCalled();
  const { json } = await ask("/oauth/jwks");
  const keys = json.keys as Record<string, unknown>[];
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    expect(Object.keys(key).toSorted()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
    expect(key).toMatchObject({ kty: "EC", alg: "ES256", use: "sig" });
    expect(key["kid"]).toMatch(/^[\w-]{43}$/);
  }
  expect(JSON.stringify(keys)).not.toContain("CHANGE-ME");
  vi.restoreAllMocks();
});

test("F26: a host that uses no metadata connects by the addresses at the root", async () => {
  const registered = await ask("/register", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ client_name: "Tool", redirect_uris: [LOOPBACK] }),
  });
  expect(registered.status).toBe(201);
  const { query, verifier } = authorizeQuery({ client_id: String(registered.json.client_id) });
  const opened = await ask(`/authorize?${query}`);
  const uid = /^\/connect\/([\w-]+)$/.exec(opened.headers.get("location") ?? "")?.[1] ?? "";
  const cookie = opened.headers
    .getSetCookie()
    .map((one) => one.split(";", 1)[0])
    .join("; ");
  const pending = { uid, cookie, resumeCookie: cookie, verifier, params: query };
  const { code } = await allow(pending, await makeMember());
  const tokens = await postForm("/token", codeForm(pending, code));
  expect(tokens.status).toBe(200);
  const again = {
    client_id: String(registered.json.client_id),
    refresh_token: String(tokens.json.refresh_token),
  };
  expect((await postForm("/token", { ...again, grant_type: "refresh_token" })).status).toBe(200);
  for (const path of ["/token", "/register"]) expect((await ask(path)).status).toBe(405);
});

const INSPECTOR = "http://localhost:6274";
const PREFLIGHT = {
  "access-control-request-method": "POST",
  "access-control-request-headers": "authorization,content-type,mcp-protocol-version,mcp-session-id",
};

test("a page on the caller's own machine reads the challenge, and its preflight is answered", async () => {
  for (const path of ["/api/mcp", "/api/mcp/", "/api/mcp/none"]) {
    const preflight = await ask(path, { method: "OPTIONS", headers: { ...PREFLIGHT, origin: INSPECTOR } });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe(INSPECTOR);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("POST");
    const allowed = preflight.headers.get("access-control-allow-headers")?.split(", ");
    expect(allowed).toEqual(expect.arrayContaining(PREFLIGHT["access-control-request-headers"].split(",")));
    const challenged = await ask(path, { method: "POST", headers: { origin: INSPECTOR } });
    expect(challenged.status).toBe(401);
    expect(challenged.headers.get("access-control-allow-origin")).toBe(INSPECTOR);
    expect(challenged.headers.get("access-control-expose-headers")).toMatch(
      /Mcp-Session-Id.*WWW-Authenticate/,
    );
  }
});

test.each(["https://evil.example", "null", "http://localhost.evil.example", `${INSPECTOR}.evil.example`])(
  "G31: a page of %s gets nothing of the gateway it may read, and never with credentials",
  async (origin) => {
    for (const init of [
      { method: "OPTIONS", headers: { ...PREFLIGHT, origin } },
      { method: "POST", headers: { origin }, body: "{}" },
    ]) {
      const { headers } = await ask("/api/mcp", init);
      expect(headers.get("access-control-allow-origin")).toBeNull();
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  },
);

test("metadata and registration are read by pages of any origin, never with credentials", async () => {
  const headers = { origin: "https://host.example" };
  for (const [path, init] of [
    [SERVER, { headers }],
    [RESOURCE, { headers }],
    [`${RESOURCE}/api/mcp/none`, { headers }],
    ["/oauth/jwks", { headers }],
    [SERVER, { method: "OPTIONS", headers: { ...headers, ...PREFLIGHT } }],
    ["/oauth/register", { method: "OPTIONS", headers: { ...headers, ...PREFLIGHT } }],
    ["/register", { method: "OPTIONS", headers: { ...headers, ...PREFLIGHT } }],
    ["/oauth/register", { method: "POST", headers, body: "{" }],
  ] as const) {
    const answer = await ask(path, init);
    expect(answer.headers.get("access-control-allow-origin"), path).toMatch(
      /^(?:\*|https:\/\/host\.example)$/,
    );
    expect(answer.headers.get("access-control-allow-credentials"), path).toBeNull();
  }
});

test("C18: a page redeems and refreshes where its app registered it, and no other page reads the answer", async () => {
  const redirectUri = `${INSPECTOR}/oauth/callback`;
  const client = await ask("/oauth/register", {
    method: "POST",
    headers: { "content-type": "application/json", origin: INSPECTOR },
    body: JSON.stringify({ client_name: "Inspector", redirect_uris: [redirectUri] }),
  });
  expect(client.headers.get("access-control-allow-origin")).toBe("*");
  const pending = await startRequest({
    client_id: String(client.json.client_id),
    redirect_uri: redirectUri,
  });
  const { code } = await allow(pending, await makeMember());
  const from = (origin: string, form: Record<string, string>) =>
    ask("/oauth/token", { method: "POST", headers: { origin }, body: new URLSearchParams(form) });
  const tokens = await from(INSPECTOR, codeForm(pending, code));
  expect(tokens.status).toBe(200);
  expect(tokens.headers.get("access-control-allow-origin")).toBe(INSPECTOR);
  const again = {
    grant_type: "refresh_token",
    client_id: String(client.json.client_id),
    refresh_token: String(tokens.json.refresh_token),
  };
  for (const attempt of ["first", "repeated"]) {
    const refreshed = await from(INSPECTOR, again);
    const seen = [refreshed.status, refreshed.headers.get("access-control-allow-origin")];
    expect(seen, attempt).toEqual([200, INSPECTOR]);
  }
  for (const origin of ["https://localhost:6274", "http://127.0.0.1:6274", "http://evil.example", "null"]) {
    const elsewhere = await from(origin, again);
    expect(elsewhere.headers.get("access-control-allow-origin")).toBeNull();
    expect(elsewhere.headers.get("access-control-allow-credentials")).toBeNull();
    expect(elsewhere.text).not.toContain("tcat_");
  }
});
