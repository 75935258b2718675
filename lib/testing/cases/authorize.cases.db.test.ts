import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { approveConsent } from "#lib/oauth/approve-consent.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  allow,
  ask,
  authorizeQuery,
  CLAUDE,
  CLAUDE_CODE,
  connect,
  LOOPBACK,
  makeMember,
  PUBLIC_URL,
  register,
  SHARED,
  startRequest,
} from "../drive-oauth.ts";
import { mintMember, mintTenant } from "../mint.ts";
import { callMcp, sendRaw, useDoors } from "./serve-doors.ts";

useDatabase();
useDoors();

const CALLBACK = "https://app.example/return/here";

async function open(extra: Record<string, string | null>) {
  const { query } = authorizeQuery(extra);
  return await ask(`/oauth/authorize?${query}`, { headers: { accept: "text/html" } });
}

async function registerApp(...redirect_uris: string[]): Promise<string> {
  const { json } = await register({ client_name: "Tool", redirect_uris });
  return json.client_id as string;
}

/** The error an app was sent back with; it always carries our name and the app's own state. */
async function errorAtApp(extra: Record<string, string | null>): Promise<string | null> {
  const answer = await open({ state: "mine", ...extra });
  expect([answer.status, answer.headers.get("cache-control")]).toEqual([303, "no-store"]);
  const { search, hash } = new URL(answer.headers.get("location") ?? "");
  // An answer asked for in the fragment is refused there (RFC 6749 section 4.2.2.1).
  const params = new URLSearchParams(search || hash.slice(1));
  expect([params.get("iss"), params.get("state"), params.get("code")]).toEqual([PUBLIC_URL, "mine", null]);
  return params.get("error");
}

test.each([
  ["A01: no proof key", { code_challenge: null, code_challenge_method: null }, "invalid_request"],
  ["A03: a proof key without its method", { code_challenge_method: null }, "invalid_request"],
  ["A04: a proof key too short to be one", { code_challenge: "abc" }, "invalid_request"],
  ["A12: an answer in the address itself", { response_type: "token" }, "unsupported_response_type"],
  ["A13: an answer in the fragment", { response_mode: "fragment" }, "unsupported_response_mode"],
  ["A15: an app that wants no page shown", { prompt: "none" }, "consent_required"],
  ["A17: an unsigned request object", { request: "eyJhbGciOiJub25lIn0.e30." }, "request_not_supported"],
  ["A19: a resource with a fragment", { resource: `${SHARED}#f` }, "invalid_target"],
])("%s goes back to the app as %j, with our name and its state", async (_name, extra, error) => {
  expect(await errorAtApp(extra)).toBe(error);
});

/** Every way we know to make an address look like the registered one; each is another address. */
const DISGUISES: Record<string, string> = {
  "another host": "https://evil.example/return/here",
  "a slash at the end": `${CALLBACK}/`,
  "a query": `${CALLBACK}?x=1`,
  "a fragment": `${CALLBACK}#f`,
  "other case": "https://app.example/Return/here",
  "a step up": "https://app.example/return/x/../here",
  "an encoded step up": "https://app.example/return/%2f..%2fhere",
  "a twice encoded slash": "https://app.example/return%252fhere",
  "a path parameter": `${CALLBACK};/x`,
  "a user that is another host": "https://app.example@evil.example/return/here",
  "a user before a loopback address": "http://127.0.0.1@evil.example/return/here",
  "a loopback address as a host's first labels": "http://127.0.0.1.evil.example/return/here",
  "a shortened loopback address": "http://127.1/return/here",
  "a loopback address as one number": "http://2130706433/return/here",
  "IPv6 where IPv4 is registered": "http://[::1]/return/here",
  "http for https": "http://app.example/return/here",
  "a port that is none": "https://app.example:99999/return/here",
  "a script": "javascript:alert(1)//app.example/return/here",
  "a tab or a backslash before it": "\t\\https://app.example/return/here",
};

test("A06: of nineteen disguises of a registered address none is sent anywhere", async () => {
  const client_id = await registerApp(CALLBACK, "http://127.0.0.1/return/here");
  expect((await open({ client_id, redirect_uri: CALLBACK })).status).toBe(303);
  expect(Object.keys(DISGUISES)).toHaveLength(19);
  for (const [name, redirect_uri] of Object.entries(DISGUISES)) {
    const answer = await open({ client_id, redirect_uri });
    expect([name, answer.status, answer.headers.get("location")]).toEqual([name, 400, null]);
    expect(answer.text).not.toContain("evil");
  }
});

test("A06: none of them helps against an app whose port is free either", async () => {
  for (const redirect_uri of [
    ...Object.values(DISGUISES),
    `${LOOPBACK}/`,
    `${LOOPBACK}?x=1`,
    `${LOOPBACK}#f`,
  ]) {
    const answer = await open({ client_id: CLAUDE_CODE, redirect_uri });
    expect([redirect_uri, answer.status, answer.headers.get("location")]).toEqual([redirect_uri, 400, null]);
  }
});

test("A08: an app on this computer may listen on any port", async () => {
  for (const port of [1, 49_152, 65_535]) {
    expect((await open({ redirect_uri: `http://localhost:${port}/callback` })).status).toBe(303);
  }
});

test("A09: an app elsewhere may not change its port", async () => {
  const client_id = await registerApp(CALLBACK);
  for (const redirect_uri of [
    "https://app.example:8443/return/here",
    "https://app.example:444/return/here",
  ]) {
    const answer = await open({ client_id, redirect_uri });
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
  }
});

test("A12: the metadata offers the code flow and nothing beside it", async () => {
  for (const name of ["oauth-authorization-server", "openid-configuration"]) {
    const { json } = await ask(`/.well-known/${name}`);
    expect(json).toMatchObject({
      response_types_supported: ["code"],
      response_modes_supported: ["query"],
      grant_types_supported: ["authorization_code", "refresh_token"],
      code_challenge_methods_supported: ["S256"],
    });
  }
});

test("A16: a request kept elsewhere is refused without asking there", async () => {
  let connections = 0;
  const elsewhere = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
  const { port } = elsewhere.address() as AddressInfo;
  for (const request_uri of [`http://127.0.0.1:${port}/r`, `https://localhost:${port}/r`, "urn:x:y"]) {
    expect(await errorAtApp({ request_uri })).toBe("request_uri_not_supported");
  }
  expect(connections).toBe(0);
  await new Promise((closed) => elsewhere.close(closed));
});

test("A21: nobody gets a code for an organisation they do not belong to", async () => {
  const [mine, theirs] = [await mintTenant(), await mintTenant()];
  const me = await mintMember(mine, "owner");
  const { uid, cookie } = await startRequest({ resource: `${SHARED}/${theirs.address}` });
  await expect(
    approveConsent(me, { uid, cookieHeader: cookie, groups: ["agents.read"] }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("A21: a token given for one organisation is worth nothing at another's address", async () => {
  const [mine, theirs] = [await makeMember(), await makeMember()];
  const own = `${SHARED}/${mine.address}`;
  const { tokens } = await connect(mine, { resource: own }, { resource: own });
  for (const path of [`/api/mcp/${theirs.address}`, "/api/mcp"]) {
    expect((await callMcp(tokens.access_token, { path })).status).toBe(401);
  }
  expect((await callMcp(tokens.access_token, { path: `/api/mcp/${mine.address}` })).status).toBe(200);
});

test("A23: scopes that do not exist or belong to nobody are never in a token", async () => {
  const scope = "openid profile admin:* agents.read *";
  const { tokens } = await connect(await makeMember(), { scope }, { groups: ["agents.read"] });
  expect(tokens.scope).toBe("agents.read");
});

test("A24: a state with a line break is neither a header of ours nor lost", async () => {
  const answer = await open({ state: "a\r\nX-Evil: 1", scope: "x", prompt: "none" });
  expect(answer.headers.get("x-evil")).toBeNull();
  expect(new URL(answer.headers.get("location") ?? "").searchParams.get("state")).toBe("a\r\nX-Evil: 1");
});

test("A25: a request of 64 kB is refused as too large, and the next one answered", async () => {
  const { query } = authorizeQuery({ state: "x".repeat(65_536) });
  const answer = await sendRaw({ path: `/oauth/authorize?${query}` });
  expect([400, 414, 431]).toContain(answer.status);
  expect((await open({})).status).toBe(303);
});

test("A27: neither a waiting request nor its answer is a redirect that repeats a form", async () => {
  const { query } = authorizeQuery();
  expect((await ask(`/oauth/authorize?${query}`)).status).toBe(303);
  const pending = await startRequest();
  const { redirect } = await allow(pending, await makeMember());
  expect(redirect.searchParams.get("iss")).toBe(PUBLIC_URL);
});

test("A28: the page of an error names nobody else's server and sends no address on", async () => {
  const { headers, text } = await open({ client_id: "nobody" });
  expect(text).not.toMatch(/\b(?:src|href|action)\s*=|@import|url\(/i);
  expect(headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(headers.get("referrer-policy")).toBe("same-origin");
});

test("A29: nothing that was sent is on the page of an error", async () => {
  const canary = "<script>canary</script>";
  for (const extra of [
    { client_id: canary },
    { redirect_uri: `https://evil.example/${canary}` },
    { login_hint: canary, error_description: canary, client_id: "nobody", ui_locales: canary },
    { [canary]: canary, client_id: "nobody" },
  ]) {
    const { status, text } = await open({ client_id: CLAUDE, ...extra });
    expect(status).toBe(400);
    expect(text).not.toContain("canary");
  }
});
