import { expect, test } from "vitest";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  allow,
  type Answer,
  ask,
  CLAUDE,
  CLAUDE_CODE,
  codeForm,
  connect,
  makeMember,
  oauthBase,
  outcomeOf,
  postForm,
  refresh,
  register,
  SHARED,
  startRequest,
} from "../drive-oauth.ts";
import { callMcp, isLive, sendRaw, useDoors } from "./serve-doors.ts";

useDatabase();
useDoors();

const FORM = "application/x-www-form-urlencoded";

async function freshCode() {
  const member = await makeMember();
  const pending = await startRequest();
  const { code, grantId } = await allow(pending, member);
  return { grantId, code, form: codeForm(pending, code) };
}

/** No answer of the endpoint may be kept by a cache, and none repeats what was sent. */
function expectPlain(answer: Answer, sent = ""): void {
  expect(answer.headers.get("cache-control")).toContain("no-store");
  expect(answer.headers.get("content-type")).toContain("application/json");
  if (sent) expect(answer.text).not.toContain(sent);
}

test.each([
  ["C01: a wrong verifier", { code_verifier: "x".repeat(43) }, "invalid_grant"],
  ["C01: no verifier", { code_verifier: "" }, "invalid_grant"],
  ["C02: a redirect with another port", { redirect_uri: "http://localhost:1/callback" }, "invalid_grant"],
  ["C02: no redirect", { redirect_uri: "" }, "invalid_request"],
  ["C05: another app", { client_id: CLAUDE }, "invalid_grant"],
])("%s gets nothing, and whoever owns the code still can", async (_name, change, error) => {
  const { form } = await freshCode();
  const refused = await postForm("/oauth/token", { ...form, ...change });
  expect(outcomeOf(refused)).toEqual([400, error]);
  expectPlain(refused, form.code);
  const { json } = await postForm("/oauth/token", form);
  expect(await isLive(json.access_token)).toBe(true);
});

test("C03: a code used again by another app or with another verifier ends what it gave", async () => {
  for (const change of [{ client_id: CLAUDE }, { code_verifier: "y".repeat(43) }]) {
    const { form } = await freshCode();
    const { json } = await postForm("/oauth/token", form);
    expect(await isLive(json.access_token)).toBe(true);
    expect(outcomeOf(await postForm("/oauth/token", { ...form, ...change }))).toEqual([400, "invalid_grant"]);
    expect(await isLive(json.access_token)).toBe(false);
    expect(outcomeOf(await refresh(String(json.refresh_token)))).toEqual([400, "invalid_grant"]);
  }
});

test("C05: somebody else's attempt on a code costs its owner nothing", async () => {
  const { form } = await freshCode();
  const { json } = await register({
    client_name: "Evil",
    redirect_uris: ["http://localhost:54321/callback"],
  });
  const stranger = { ...form, client_id: json.client_id as string };
  expect(outcomeOf(await postForm("/oauth/token", stranger))).toEqual([400, "invalid_grant"]);
  expect((await postForm("/oauth/token", form)).status).toBe(200);
});

test("C06: a made-up code that begins like a real one touches nobody's connection", async () => {
  const { tokens, grantId, code, pending } = await connect(await makeMember());
  for (const forged of [
    `${code}:garbage`,
    `${grantId}:garbage`,
    `${grantId}`,
    `${sha256Hex(code)}`,
    `${pending.uid}:${code}`,
    code.slice(0, -1),
    tokens.refresh_token.slice(0, -1),
  ]) {
    const form = { ...codeForm(pending, forged), code: forged };
    expect(outcomeOf(await postForm("/oauth/token", form))).toEqual([400, "invalid_grant"]);
    expect(outcomeOf(await refresh(forged))).toEqual([400, "invalid_grant"]);
    expect((await postForm("/oauth/revoke", { token: forged, client_id: CLAUDE_CODE })).status).toBe(200);
  }
  expect(await isLive(tokens.access_token)).toBe(true);
  expect((await refresh(tokens.refresh_token)).status).toBe(200);
});

test("C08: a code older than a minute gives nothing", async () => {
  const { form, code } = await freshCode();
  await authSql().query("UPDATE auth.authorization_codes SET expires_at = now() WHERE id = $1", [
    sha256Hex(code),
  ]);
  expect(outcomeOf(await postForm("/oauth/token", form))).toEqual([400, "invalid_grant"]);
});

test("C09: the token endpoint answers no other method, and nothing of it is kept", async () => {
  for (const path of ["/oauth/token", "/oauth/revoke"]) {
    for (const method of ["GET", "HEAD", "PUT", "DELETE", "PATCH"]) {
      const answer = await ask(`${path}?code=canary`, { method });
      expect([path, method, answer.status]).toEqual([path, method, 405]);
      expect(answer.headers.get("cache-control")).toContain("no-store");
      expect(answer.headers.get("allow")).toContain("POST");
      expect(answer.text).not.toContain("canary");
    }
  }
});

test.each([
  ["JSON", "application/json"],
  ["two types in one header", `application/json, ${FORM}`],
  ["a multipart form", "multipart/form-data; boundary=x"],
  ["text", "text/plain"],
  ["no type that exists", "x"],
])("C10: a body as %s is a 400 that spends nothing", async (_name, type) => {
  const { form } = await freshCode();
  const body = type.includes("json") ? JSON.stringify(form) : new URLSearchParams(form).toString();
  const answer = await ask("/oauth/token", { method: "POST", headers: { "content-type": type }, body });
  expect([400, 401]).toContain(answer.status);
  expectPlain(answer, form.code);
  expect((await postForm("/oauth/token", form)).status).toBe(200);
});

test("C10: a body without a type is never a fault of ours", async () => {
  const { status } = await sendRaw({
    method: "POST",
    path: "/oauth/token",
    body: "grant_type=x",
    headers: host(),
  });
  expect([400, 401]).toContain(status);
});

const host = (extra: Record<string, string> = {}) => ({ host: new URL(oauthBase()).host, ...extra });

test("C12: a body of ten megabytes is refused before it has come", async () => {
  for (const path of ["/oauth/token", "/oauth/revoke", "/oauth/register"]) {
    const type = path.endsWith("register") ? "application/json" : FORM;
    const headers = host({ "content-type": type, "content-length": "10485760" });
    const { status } = await sendRaw({ method: "POST", path, headers, unfinished: true });
    expect([path, status]).toEqual([path, 413]);
  }
});

test("C12: a body that does not say its length is cut off where it grows too large", async () => {
  const headers = host({ "content-type": FORM, "transfer-encoding": "chunked" });
  const body = Buffer.alloc(5_242_880, "x");
  const { status } = await sendRaw({ method: "POST", path: "/oauth/token", headers, body, unfinished: true });
  expect(status).toBe(413);
});

test.each([
  "password",
  "client_credentials",
  "implicit",
  "urn:ietf:params:oauth:grant-type:device_code",
  "urn:ietf:params:oauth:grant-type:jwt-bearer",
  "urn:ietf:params:oauth:grant-type:token-exchange",
  "urn:openid:params:grant-type:ciba",
])("C13: nothing is given for %s", async (grant_type) => {
  const form = { grant_type, client_id: CLAUDE, username: "a", password: "b", assertion: "c" };
  expect(outcomeOf(await postForm("/oauth/token", form))).toEqual([400, "unsupported_grant_type"]);
});

test("C14: a secret shown for an app that has none is refused, and the code still good", async () => {
  const { form } = await freshCode();
  const refused = await postForm("/oauth/token", { ...form, client_secret: "canary" });
  expect(outcomeOf(refused)).toEqual([401, "invalid_client"]);
  expectPlain(refused, "canary");
  expect((await postForm("/oauth/token", form)).status).toBe(200);
});

test("C17: no cache may keep an answer of the token endpoint, given or refused", async () => {
  const { form } = await freshCode();
  const given = await postForm("/oauth/token", form);
  expect(given.status).toBe(200);
  for (const answer of [
    given,
    await postForm("/oauth/token", form),
    await postForm("/oauth/token", {}),
    await postForm("/oauth/revoke", {}),
    await postForm("/oauth/token", { grant_type: "refresh_token", refresh_token: "x", client_id: "nobody" }),
  ]) {
    expect(answer.headers.get("cache-control"), `${answer.status} ${answer.text}`).toMatch(/no-store/);
  }
});

test("C18: a page of another origin may read no answer", async () => {
  const { form } = await freshCode();
  for (const origin of ["https://evil.example", "null", "http://localhost.evil.example"]) {
    const headers = { origin };
    const body = new URLSearchParams(form);
    const answer = await ask("/oauth/token", { method: "POST", headers, body });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  }
});

test("C20 C21: no odd byte, huge value or piece of another language is more than a value", async () => {
  const { tokens, pending } = await connect(await makeMember());
  const odd = [
    "\0",
    "a\0b",
    "' or 1=1--",
    '{"$ne":null}',
    "%00",
    "\ud800",
    "\u202e",
    "../../x",
    "x".repeat(40_000),
  ];
  for (const value of odd) {
    for (const form of [
      codeForm(pending, value),
      { ...codeForm(pending, "x"), client_id: value },
      { ...codeForm(pending, "x"), code_verifier: value },
      { ...codeForm(pending, "x"), redirect_uri: value },
      { grant_type: "refresh_token", refresh_token: value, client_id: CLAUDE_CODE },
      { grant_type: "refresh_token", refresh_token: "x", client_id: CLAUDE_CODE, resource: value },
      { grant_type: value, client_id: CLAUDE_CODE },
    ]) {
      const answer = await postForm("/oauth/token", form);
      expect([400, 401, 413], JSON.stringify(form).slice(0, 200)).toContain(answer.status);
      if (value.length > 5) expect(answer.text).not.toContain(value);
    }
  }
  expect((await postForm("/oauth/token", codeForm(pending, "x".repeat(1_048_576)))).status).toBe(413);
  expect(await isLive(tokens.access_token)).toBe(true);
});

test("C20: a name sent twice is refused, whichever of its values is right", async () => {
  const { form } = await freshCode();
  for (const name of ["code", "client_id", "code_verifier", "grant_type", "redirect_uri"]) {
    for (const twice of [
      `${new URLSearchParams(form)}&${name}=x`,
      `${name}=x&${new URLSearchParams(form)}`,
    ]) {
      const answer = await ask("/oauth/token", {
        method: "POST",
        headers: { "content-type": FORM },
        body: twice,
      });
      expect([400, 401], name).toContain(answer.status);
    }
  }
  expect((await postForm("/oauth/token", form)).status).toBe(200);
});

test("C22: what was given for one purpose serves no other", async () => {
  const { tokens, pending, grantId, code } = await connect(await makeMember());
  const waiting = await startRequest();
  for (const value of [tokens.access_token, tokens.refresh_token, waiting.uid, grantId]) {
    expect(outcomeOf(await postForm("/oauth/token", codeForm(pending, value)))).toEqual([
      400,
      "invalid_grant",
    ]);
  }
  for (const value of [tokens.access_token, code, waiting.uid, grantId]) {
    expect(outcomeOf(await refresh(value))).toEqual([400, "invalid_grant"]);
  }
  for (const value of [tokens.refresh_token, code, waiting.uid, grantId]) {
    expect((await callMcp(value)).status).toBe(401);
  }
  expect(await isLive(tokens.access_token)).toBe(true);
});

test("D05: another app that got hold of a refresh token gets nothing, and its owner loses nothing", async () => {
  const { tokens } = await connect(await makeMember());
  const { json } = await register({ client_name: "Evil", redirect_uris: ["http://localhost/cb"] });
  for (const client_id of [CLAUDE, json.client_id as string]) {
    expect(outcomeOf(await refresh(tokens.refresh_token, { client_id }))).toEqual([400, "invalid_grant"]);
    await postForm("/oauth/revoke", { token: tokens.refresh_token, client_id });
  }
  expect(await isLive(tokens.access_token)).toBe(true);
  expect((await refresh(tokens.refresh_token)).status).toBe(200);
});

test("D08: a refresh for somebody else's resource is refused and the token kept", async () => {
  const [member, other] = [await makeMember(), await makeMember()];
  const { tokens } = await connect(member);
  for (const resource of ["https://evil.example/", `${SHARED}/none`, `${SHARED}/${other.address}`]) {
    expect(outcomeOf(await refresh(tokens.refresh_token, { resource }))).toEqual([400, "invalid_target"]);
  }
  expect((await refresh(tokens.refresh_token, { resource: SHARED })).status).toBe(200);
});

test("D10: only an access token opens the gateway", async () => {
  const { tokens, code } = await connect(await makeMember());
  for (const token of [tokens.refresh_token, code, "eyJhbGciOiJub25lIn0.e30.", "tcat_", ""]) {
    const answer = await callMcp(token);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toMatch(/^Bearer /);
  }
});

test("the process survives a caller that leaves half-way through its body", async () => {
  const abort = new AbortController();
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(new TextEncoder().encode("grant_type=")),
  });
  const init = {
    method: "POST",
    body,
    duplex: "half",
    signal: abort.signal,
    headers: { "content-type": FORM },
  };
  const left = fetch(`${oauthBase()}/oauth/token`, init as RequestInit).catch((error: Error) => error.name);
  abort.abort();
  expect(await left).toBe("AbortError");
  expect((await ask("/.well-known/oauth-authorization-server")).status).toBe(200);
});
