import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import {
  allow,
  ask,
  authorizeQuery,
  CLAUDE,
  codeForm,
  makeMember,
  postForm,
  register,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findConsentRequest } from "../../find-consent-request.ts";

useDatabase();
useOauthServer();

const REDIRECT = "http://127.0.0.1:3334/oauth/callback";

test("a registered client connects and is shown as registered by itself", async () => {
  const answer = await register({ client_name: "Tool", redirect_uris: ["https://tool.example/cb"] });
  expect(answer.status).toBe(201);
  expect(answer.json).toMatchObject({ token_endpoint_auth_method: "none", client_name: "Tool" });
  for (const absent of ["client_secret", "registration_access_token", "registration_client_uri", "scope"]) {
    expect(answer.json).not.toHaveProperty(absent);
  }
  const client_id = answer.json.client_id as string;
  const pending = await startRequest({ client_id, redirect_uri: "https://tool.example/cb" });
  const consent = await findConsentRequest(pending.uid, pending.cookie);
  expect(consent?.client).toMatchObject({ id: client_id, name: "Tool", identity: "registered" });
  expect(consent?.client.registeredAt).toBeInstanceOf(Date);
  const { code } = await allow(pending, await makeMember());
  const tokens = await postForm("/oauth/token", codeForm(pending, code));
  expect(Object.keys(tokens.json).toSorted()).toEqual([
    "access_token",
    "expires_in",
    "refresh_token",
    "scope",
    "token_type",
  ]);
});

test("F34: what hosts really send is taken: nulls, unknown grants and scopes, methods we do not have", async () => {
  for (const extra of [
    { client_uri: null, logo_uri: null, tos_uri: null, contacts: null },
    { scope: "agents.read unknown:scope offline_access" },
    { grant_types: ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"] },
    { token_endpoint_auth_method: null, application_type: "web" },
    { token_endpoint_auth_method: "tls_client_auth" },
    {
      jwks_uri: "https://169.254.169.254/",
      sector_identifier_uri: "https://10.0.0.1/",
      request_uris: ["https://x"],
    },
    { software_id: "x", software_version: 1, unknown: { deep: [null] } },
  ]) {
    const answer = await register({ client_name: "Tool", redirect_uris: [REDIRECT], ...extra });
    expect(answer.status, JSON.stringify(extra)).toBe(201);
    expect(answer.json.token_endpoint_auth_method).toBe("none");
    for (const dropped of ["jwks_uri", "sector_identifier_uri", "client_secret"]) {
      expect(answer.json).not.toHaveProperty(dropped);
    }
    const { query } = authorizeQuery({ client_id: answer.json.client_id as string, redirect_uri: REDIRECT });
    expect((await ask(`/oauth/authorize?${query}`)).status).toBe(303);
  }
});

test("F39: Cursor's mixed set of redirects is taken and each of them works", async () => {
  const redirects = [
    "http://localhost:8787/callback",
    "https://www.cursor.com/agents/mcp/oauth/callback",
    "cursor://anysphere.cursor-mcp/oauth/callback",
  ];
  const { json } = await register({ client_name: "Cursor", redirect_uris: redirects });
  const identities = [];
  for (const redirect_uri of redirects) {
    const pending = await startRequest({ client_id: json.client_id as string, redirect_uri });
    const consent = await findConsentRequest(pending.uid, pending.cookie);
    identities.push([consent?.client.identity, consent?.redirectHost]);
  }
  expect(identities).toEqual([
    ["local", "localhost:8787"],
    ["registered", "www.cursor.com"],
    ["local", "cursor:"],
  ]);
});

test("E20: a client chooses neither its id nor a secret", async () => {
  const body = { client_id: "pub", client_secret: "mine", client_name: "Tool", redirect_uris: [REDIRECT] };
  for (const token_endpoint_auth_method of ["none", "client_secret_post"]) {
    const { status, json, text } = await register({ ...body, token_endpoint_auth_method });
    expect([status, json.client_id]).toEqual([201, expect.stringMatching(/^dcr_/)]);
    expect(text).not.toContain("mine");
  }
});

test.each([
  ["E21: implicit", { grant_types: ["implicit"] }, "invalid_client_metadata"],
  ["E21: client credentials", { grant_types: ["client_credentials"] }, "invalid_client_metadata"],
  ["E21: password", { grant_types: ["authorization_code", "password"] }, "invalid_client_metadata"],
  ["E21: response type token", { response_types: ["code", "token"] }, "invalid_client_metadata"],
  ["E09: http elsewhere", { redirect_uris: ["http://evil.example/cb"] }, "invalid_redirect_uri"],
  ["E12: a script", { redirect_uris: ["javascript:alert(1)"] }, "invalid_redirect_uri"],
  ["E12: a script as logo", { logo_uri: "javascript:alert(1)" }, "invalid_client_metadata"],
  ["E12: data as home page", { client_uri: "data:text/html,x" }, "invalid_client_metadata"],
  ["no redirect", { redirect_uris: [] }, "invalid_redirect_uri"],
  ["B12: our own name", { client_name: "Trin\u200bity Connect" }, "invalid_client_metadata"],
])("%s is refused in words for people", async (_name, extra, error) => {
  const answer = await register({ client_name: "Tool", redirect_uris: [REDIRECT], ...extra });
  expect([answer.status, answer.json.error]).toEqual([400, error]);
  expect(answer.json.error_description).toMatch(/\w \w.*\.$/);
});

test("E22 E25: hostile JSON is refused or taken as data, and a large body before it is parsed", async () => {
  for (const body of [
    "[]",
    "null",
    "{",
    '"x"',
    '{"redirect_uris":{"length":1}}',
    '{"redirect_uris":[null]}',
  ]) {
    expect((await register(body)).status, body).toBe(400);
  }
  const polluted = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"redirect_uris":["${REDIRECT}"]}`;
  expect((await register(polluted)).status).toBe(201);
  expect({}).not.toHaveProperty("polluted");
  const surrogate = `{"client_name":"a\\u0000\\ud800b","redirect_uris":["${REDIRECT}"]}`;
  expect((await register(surrogate)).json.client_name).toBe("ab");
  expect((await register({ redirect_uris: [REDIRECT], client_name: "x".repeat(20_000) })).status).toBe(413);
});

test("E01 E02: a metadata document on a private address is refused without a packet", async () => {
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  for (const host of [
    `localhost:${port}`,
    `127.0.0.1:${port}`,
    `[::1]:${port}`,
    `2130706433:${port}`,
    `0x7f.1:${port}`,
    `[::ffff:7f00:1]:${port}`,
    `[64:ff9b::7f00:1]:${port}`,
    "metadata.google.internal",
    "169.254.169.254",
    "100.64.0.1",
    "[fd00:ec2::254]",
  ]) {
    const { query } = authorizeQuery({ client_id: `https://${host}/c.json` });
    const answer = await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
    expect([answer.status, answer.json.error, answer.headers.get("location")], host).toEqual([
      400,
      "invalid_client",
      null,
    ]);
    const token = await postForm("/oauth/token", {
      grant_type: "refresh_token",
      refresh_token: "x",
      client_id: `https://${host}/c.json`,
    });
    // Refused for good, or a name that did not resolve just now: either way no packet.
    expect(["401 invalid_client", "503 temporarily_unavailable"], host).toContain(
      `${token.status} ${String(token.json.error)}`,
    );
  }
  expect(connections).toBe(0);
  await new Promise((resolve) => listener.close(resolve));
});

test("E08: hosted Claude is pinned, verified, and needs no fetch", async () => {
  const pending = await startRequest({
    client_id: CLAUDE,
    redirect_uri: "https://claude.ai/api/mcp/auth_callback",
  });
  const consent = await findConsentRequest(pending.uid, pending.cookie);
  expect(consent?.client).toMatchObject({ name: "Claude", identity: "verified", publisher: "Anthropic" });
});

test("a browser's page may register from any origin", async () => {
  const preflight = await ask("/oauth/register", {
    method: "OPTIONS",
    headers: { origin: "http://localhost:6274" },
  });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
});
