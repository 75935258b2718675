import { request } from "node:http";
import { expect, test } from "vitest";
import { GROUPS, SHARED_SCOPES } from "#lib/catalog/groups.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { ask, makeMember, oauthBase, PUBLIC_URL, useOauthServer } from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { challenge } from "./challenge.ts";

useDatabase();
useOauthServer();

const SERVER = "/.well-known/oauth-authorization-server";
const RESOURCE = "/.well-known/oauth-protected-resource";

test("both discovery documents are the same bytes and say what hosts look for", async () => {
  const [rfc8414, openid] = [await ask(SERVER), await ask("/.well-known/openid-configuration")];
  expect(rfc8414.text).toBe(openid.text);
  expect(rfc8414.json).toMatchObject({
    issuer: PUBLIC_URL,
    authorization_endpoint: `${PUBLIC_URL}/oauth/authorize`,
    token_endpoint: `${PUBLIC_URL}/oauth/token`,
    registration_endpoint: `${PUBLIC_URL}/oauth/register`,
    revocation_endpoint: `${PUBLIC_URL}/oauth/revoke`,
    jwks_uri: `${PUBLIC_URL}/oauth/jwks`,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code", "refresh_token"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: [
      "none",
      "private_key_jwt",
      "client_secret_basic",
      "client_secret_post",
    ],
    client_id_metadata_document_supported: true,
    authorization_response_iss_parameter_supported: true,
    scopes_supported: ["offline_access", ...SHARED_SCOPES],
  });
  for (const absent of ["introspection_endpoint", "userinfo_endpoint", "end_session_endpoint"]) {
    expect(rfc8414.json).not.toHaveProperty(absent);
  }
  expect(rfc8414.headers.get("cache-control")).toBe("no-store");
  expect(rfc8414.headers.get("access-control-allow-origin")).toBe("*");
});

test("F01 F02: no Host or forwarding header moves an endpoint", async () => {
  const body = await new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(oauthBase());
    const headers = {
      host: "evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    };
    const sent = request({ hostname, port, path: SERVER, headers }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => (text += chunk)).on("end", () => resolve(text));
    });
    sent.on("error", reject).end();
  });
  expect(body).not.toContain("evil");
  expect(JSON.parse(body)).toMatchObject({ token_endpoint: `${PUBLIC_URL}/oauth/token` });
});

test("F05: each protected resource names itself, one authorization server, and no offline_access", async () => {
  const { address } = await makeMember();
  const expected = {
    "": PUBLIC_URL,
    "/api/mcp": `${PUBLIC_URL}/api/mcp`,
    [`/api/mcp/${address}`]: `${PUBLIC_URL}/api/mcp/${address}`,
  };
  for (const [path, resource] of Object.entries(expected)) {
    const answer = await ask(`${RESOURCE}${path}`);
    expect(answer.json).toMatchObject({ resource, authorization_servers: [PUBLIC_URL] });
    expect(answer.json.scopes_supported).not.toContain("offline_access");
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    expect((await ask(`${RESOURCE}${path}/`)).text).toBe(answer.text);
    expect((await ask(`${RESOURCE}${path}`, { method: "HEAD" })).status).toBe(200);
  }
});

test("the challenge's scope is byte for byte the metadata's, without destructive and credential groups", async () => {
  const { address } = await makeMember();
  const refused = GROUPS.filter((group) => group.credential || group.effect === "destructive");
  for (const [path, value] of [
    ["", challenge({ address: null, isRoot: true })],
    ["/api/mcp", challenge({ address: null })],
    [`/api/mcp/${address}`, challenge({ address })],
  ] as const) {
    const { json } = await ask(`${RESOURCE}${path}`);
    const scopes = json.scopes_supported as string[];
    expect(value).toBe(
      `Bearer resource_metadata="${PUBLIC_URL}${RESOURCE}${path}", scope="${scopes.join(" ")}"`,
    );
    expect(scopes.filter((scope) => refused.some(({ id }) => id === scope))).toEqual([]);
  }
  expect(challenge({ address: null, error: "invalid_token" })).toMatch(/, error="invalid_token"$/);
  expect(challenge({ address: 'x"\r\nEvil: 1' })).toBe(challenge({ address: null }));
});

test("F06: an unknown and a suspended organisation's metadata are the same JSON 404", async () => {
  const { tenantId, address } = await makeMember();
  await inTenant(tenantId, (tx) =>
    tx.tenant.update({ where: { id: tenantId }, data: { status: "suspended" }, select: { id: true } }),
  );
  const suspended = await ask(`${RESOURCE}/api/mcp/${address}`);
  const unknown = await ask(`${RESOURCE}/api/mcp/none`);
  expect([suspended.status, suspended.text]).toEqual([404, unknown.text]);
  expect(unknown.headers.get("content-type")).toContain("json");
});

test("every other name beside the metadata is a JSON 404, and a preflight is answered", async () => {
  for (const path of [
    `${SERVER}/api/mcp`,
    "/.well-known/openid-configuration/x",
    `${RESOURCE}/api`,
    `${RESOURCE}/api/mcpx`,
  ]) {
    const answer = await ask(path);
    expect([answer.status, answer.json.error]).toEqual([404, "not_found"]);
  }
  expect((await ask(SERVER, { method: "OPTIONS" })).status).toBe(204);
  expect((await ask(SERVER, { method: "POST" })).status).toBe(405);
});

test("F08: the published keys hold public parts only, and are ours", async () => {
  const { json } = await ask("/oauth/jwks");
  const [key] = json.keys as Record<string, unknown>[];
  expect(key).toMatchObject({ kty: "EC", alg: "ES256", use: "sig" });
  expect(key).not.toHaveProperty("d");
});
