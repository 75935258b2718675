import { beforeAll, describe, expect, test } from "vitest";
import { findConsentRequest } from "#lib/oauth/find-consent-request.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { isLive, useDoors } from "../cases/serve-doors.ts";
import {
  allow,
  ask,
  authorizeQuery,
  CLAUDE_CODE,
  codeForm,
  connect,
  type Member,
  oauthBase,
  postForm,
  PUBLIC_URL,
  refresh,
  register,
  SHARED,
  startRequest,
} from "../drive-oauth.ts";
import { useDatabase } from "../use-database.ts";
import { makePerson } from "./make-person.ts";

// What nineteen measurements of real clients ask of a server, a test each: Claude Code, Codex, mcp-remote, Inspector,
// opencode and both SDKs. Here: how they find and join us.

useDatabase();
useDoors();

const CODEX = "https://chatgpt.com/oauth/codex/client.json";
const SERVER = "/.well-known/oauth-authorization-server";
const RESOURCE = "/.well-known/oauth-protected-resource";

let member: Member;

beforeAll(async () => {
  member = await makePerson();
});

const scopesOf = ({ headers }: { headers: Headers }) =>
  /scope="([^"]*)"/.exec(headers.get("www-authenticate") ?? "")?.[1];

describe("real clients 3", () => {
  const probes: [string, RequestInit][] = [
    ["a bare GET", { headers: { accept: "*/*", "mcp-protocol-version": "2024-11-05" } }],
    ["a GET for a stream", { headers: { accept: "text/event-stream" } }],
    ["a POST that is no JSON", { method: "POST", body: "x", headers: { "content-type": "text/plain" } }],
    ["a POST without a version", { method: "POST", body: "{}", headers: { accept: "text/html" } }],
    ["a POST of an unknown version", { method: "POST", body: "[]", headers: { "mcp-method": "x" } }],
    ["DELETE", { method: "DELETE", headers: { "mcp-session-id": "gone" } }],
    ["PUT", { method: "PUT", body: "x" }],
    ["a foreign Origin", { headers: { origin: "https://evil.example" } }],
  ];
  test.each(probes)(
    "real clients 3: %s without a token is a challenge before anything else",
    async (_name, init) => {
      for (const path of ["/api/mcp", `/api/mcp/${member.address}`]) {
        const answer = await ask(path, init);
        expect(answer.status).toBe(401);
        expect(answer.headers.get("www-authenticate")).toContain(
          `resource_metadata="${PUBLIC_URL}${RESOURCE}${path}"`,
        );
        expect(answer.headers.get("www-authenticate")).not.toContain("error=");
      }
    },
  );

  test("real clients 3: with a token a GET outside a session is 405", async () => {
    const { tokens } = await connect(member);
    const headers = { authorization: `Bearer ${tokens.access_token}`, accept: "text/event-stream" };
    const answer = await ask("/api/mcp", { headers });
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toContain("POST");
  });
});

test("real clients 4: metadata names the address somebody typed, byte for byte, and both slash forms are understood", async () => {
  for (const path of ["/api/mcp", `/api/mcp/${member.address}`]) {
    const { json } = await ask(`${RESOURCE}${path}`);
    expect(json["resource"]).toBe(`${PUBLIC_URL}${path}`);
  }
  for (const resource of [SHARED, `${SHARED}/`, PUBLIC_URL, `${PUBLIC_URL}/`]) {
    const pending = await startRequest({ resource });
    const { code } = await allow(pending, member);
    const answer = await postForm("/oauth/token", { ...codeForm(pending, code), resource });
    expect([resource, answer.status]).toEqual([resource, 200]);
    const again = await refresh(String(answer.json["refresh_token"]), { resource });
    expect([resource, again.status]).toEqual([resource, 200]);
  }
});

test("real clients 5: resource metadata is at the path form and at the root, with the revocation endpoint behind it", async () => {
  const [path, root] = [await ask(`${RESOURCE}/api/mcp`), await ask(RESOURCE)];
  expect([path.status, root.status, root.json["resource"]]).toEqual([200, 200, PUBLIC_URL]);
  for (const { json } of [path, root]) {
    expect(json["authorization_servers"]).toEqual([PUBLIC_URL]);
    expect(json["bearer_methods_supported"]).toEqual(["header"]);
  }
  expect((await ask(SERVER)).json["revocation_endpoint"]).toBe(`${PUBLIC_URL}/oauth/revoke`);
});

test("real clients 6: every answer names its issuer, on success and on error, and the metadata says so", async () => {
  const { json } = await ask(SERVER);
  expect(json["authorization_response_iss_parameter_supported"]).toBe(true);
  const { redirect } = await allow(await startRequest(), member);
  expect(redirect.searchParams.getAll("iss")).toEqual([json["issuer"]]);
  const { query } = authorizeQuery({ prompt: "none" });
  const refused = new URL((await ask(`/oauth/authorize?${query}`)).headers.get("location") ?? "");
  expect(refused.searchParams.getAll("iss")).toEqual([json["issuer"]]);
  expect(refused.searchParams.getAll("state")).toEqual([query.get("state")]);
});

test("real clients 7: the issuer is one string wherever it is written", async () => {
  const documents = await Promise.all([SERVER, "/.well-known/openid-configuration"].map((path) => ask(path)));
  const resources = await Promise.all([RESOURCE, `${RESOURCE}/api/mcp`].map((path) => ask(path)));
  const strings = [
    ...documents.map(({ json }) => json["issuer"]),
    ...resources.flatMap(({ json }) => json["authorization_servers"] as string[]),
  ];
  expect(strings).toEqual(strings.map(() => PUBLIC_URL));
});

test("real clients 8: metadata and challenge ask for the same scopes; refresh tokens need no scope of their own", async () => {
  const scopes = (await ask(`${RESOURCE}/api/mcp`)).json["scopes_supported"] as string[];
  expect(scopesOf(await ask("/api/mcp"))).toBe(scopes.join(" "));
  expect(scopes).not.toContain("offline_access");
  expect((await ask(SERVER)).json["scopes_supported"]).toContain("offline_access");
  for (const scope of [scopes.join(" "), `${scopes.join(" ")} offline_access`, null]) {
    const { tokens } = await connect(member, { scope });
    expect(tokens.refresh_token).toMatch(/^tcrt_/);
  }
});

test("real clients 9: Claude Code and Codex connect with their published ids on whatever port is free", async () => {
  for (const [client_id, redirect_uri] of [
    [CLAUDE_CODE, "http://localhost:49152/callback"],
    [CLAUDE_CODE, "http://localhost:65535/callback"],
    [CODEX, "http://127.0.0.1:50001/callback"],
  ] as const) {
    const { tokens } = await connect(member, { client_id, redirect_uri });
    expect(await isLive(tokens.access_token)).toBe(true);
    expect((await refresh(tokens.refresh_token, { client_id })).status).toBe(200);
  }
});

describe("real clients 10", () => {
  const COMMON = { response_types: ["code"], grant_types: ["authorization_code", "refresh_token"] };
  const bodies: Record<string, object> = {
    "mcp-remote": {
      ...COMMON,
      redirect_uris: ["http://localhost:3334/oauth/callback"],
      token_endpoint_auth_method: "none",
      client_name: "MCP CLI Proxy",
      client_uri: "https://github.com/modelcontextprotocol/mcp-cli",
      software_id: "2e6dc280-f3c3-4e01-99a7-8181dbd1d23d",
      software_version: "0.15.1",
      scope: "agents.read offline_access",
      application_type: "native",
    },
    Inspector: {
      ...COMMON,
      redirect_uris: ["http://127.0.0.1:6276/oauth/callback"],
      token_endpoint_auth_method: "none",
      client_name: "MCP Inspector",
      application_type: "native",
    },
    "a client that names no type": {
      ...COMMON,
      redirect_uris: ["http://127.0.0.1:19876/mcp/oauth/callback"],
      token_endpoint_auth_method: "none",
      client_name: "opencode",
    },
  };
  test.each(Object.entries(bodies))(
    "real clients 10: %s registers, connects and refreshes",
    async (_name, body) => {
      const { status, json } = await register(body);
      expect(status).toBe(201);
      const client_id = json["client_id"] as string;
      const [redirect_uri = ""] = json["redirect_uris"] as string[];
      const { tokens } = await connect(member, { client_id, redirect_uri });
      expect((await refresh(tokens.refresh_token, { client_id })).status).toBe(200);
      const elsewhere = redirect_uri.replace(/:\d+\//, ":40404/");
      expect((await startRequest({ client_id, redirect_uri: elsewhere })).uid).not.toBe("");
    },
  );

  test("real clients 10: a client that registers at every start is never locked out", async () => {
    const body = bodies["a client that names no type"];
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    for (const { json } of [answers[0], answers.at(-1)].flatMap((answer) => answer ?? [])) {
      const client_id = json["client_id"] as string;
      const [redirect_uri = ""] = json["redirect_uris"] as string[];
      expect((await startRequest({ client_id, redirect_uri })).uid).not.toBe("");
    }
  });
});

test("real clients 16: a program may look at the authorization address itself and changes nothing by it", async () => {
  const look = async (extra: Record<string, string>) => {
    const { query } = authorizeQuery(extra);
    return await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
  };
  const unknown = await look({ client_id: "dcr_forgotten" });
  expect([unknown.status, unknown.json["error"]]).toEqual([400, "invalid_client"]);
  const grants = () =>
    inTenant(member.tenantId, (tx) => tx.grant.count({ where: { tenantId: member.tenantId } }));
  const before = await grants();
  const pending = await startRequest();
  for (const _ of [1, 2]) {
    expect((await ask(`/oauth/authorize?${pending.params}`, { headers: { accept: "*/*" } })).status).toBe(
      303,
    );
  }
  expect(await findConsentRequest(pending.uid, pending.cookie)).not.toBeNull();
  expect(await grants()).toBe(before);
  const { code } = await allow(pending, member);
  expect((await postForm("/oauth/token", codeForm(pending, code))).status).toBe(200);
});

test("real clients 19: both discovery names answer the same document, and neither is ever a fault", async () => {
  const [rfc8414, openid] = [await ask(SERVER), await ask("/.well-known/openid-configuration")];
  expect([rfc8414.status, openid.status, openid.text]).toEqual([200, 200, rfc8414.text]);
  for (const path of [`${SERVER}/api/mcp`, "/.well-known/openid-configuration/api/mcp"]) {
    const { status, headers } = await ask(path);
    expect([200, 404]).toContain(status);
    expect(headers.get("content-type")).toContain("application/json");
  }
  for (const name of [
    "authorization_endpoint",
    "token_endpoint",
    "registration_endpoint",
    "revocation_endpoint",
  ]) {
    const url = new URL(String(rfc8414.json[name]));
    expect(url.origin).toBe(PUBLIC_URL);
    expect(
      (await fetch(`${oauthBase()}${url.pathname}`, { method: "HEAD", redirect: "manual" })).status,
    ).not.toBe(404);
  }
});
