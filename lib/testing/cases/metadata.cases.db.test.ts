import { expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import { authorizeQuery, makeMember } from "../drive-oauth.ts";
import { sendRaw, useDoors } from "./serve-doors.ts";

const ORIGIN = "https://connect.example";
const HOST = new URL(ORIGIN).host;

// A public server behind a proxy that speaks http to it: the only place where forwarding headers come in at all.
useDatabase({ PUBLIC_URL: ORIGIN, SMTP_URL: "smtp://mail.example" });
useDoors();

const SERVER = "/.well-known/oauth-authorization-server";
const OPENID = "/.well-known/openid-configuration";
const RESOURCE = "/.well-known/oauth-protected-resource";
const DOCUMENTS = [SERVER, OPENID, RESOURCE, `${RESOURCE}/api/mcp`];

const read = async (path: string, headers: Record<string, string> = {}) =>
  await sendRaw({ path, headers: { host: HOST, ...headers } });

test("F01: a Host that is not ours moves no endpoint: refused, whatever its form", async () => {
  const honest = await read(SERVER);
  expect(honest.status).toBe(200);
  for (const host of [
    "evil.example",
    `${HOST}.evil.example`,
    `evil.example:443`,
    `${HOST}@evil.example`,
    `${HOST}, evil.example`,
    `${HOST}:8443`,
    "127.0.0.1",
    "",
  ]) {
    for (const path of [...DOCUMENTS, "/oauth/jwks", "/api/mcp"]) {
      const { status, text, headers } = await read(path, { host });
      expect([host, status]).toEqual([host, expect.toBeOneOf([400, 421])]);
      expect(text + JSON.stringify(headers)).not.toContain("evil");
    }
  }
});

test.each([
  "x-forwarded-host",
  "x-forwarded-server",
  "x-original-host",
  "x-host",
  "forwarded",
  "x-forwarded-port",
  "x-forwarded-prefix",
  "x-original-url",
  "x-rewrite-url",
])("F02: %s moves no endpoint and no answer", async (name) => {
  const value = name === "forwarded" ? "host=evil.example;proto=http" : "evil.example";
  const headers = { [name]: value, "x-forwarded-proto": "http" };
  for (const path of DOCUMENTS) {
    expect((await read(path, headers)).text).toBe((await read(path)).text);
  }
  const challenge = await read("/api/mcp", headers);
  expect(challenge.status).toBe(401);
  expect(JSON.stringify(challenge.headers)).not.toContain("evil");
  const { query } = authorizeQuery({ resource: null });
  const waiting = await read(`/oauth/authorize?${query}`, headers);
  expect(waiting.headers.location).toMatch(/^\/connect\//);
  expect(waiting.headers["set-cookie"]?.every((cookie) => /; secure/i.test(cookie))).toBe(true);
});

test("F04: the issuer is one string in every document and every answer, without a slash at its end", async () => {
  const issuers = await Promise.all(
    [SERVER, OPENID].map(async (path) => (JSON.parse((await read(path)).text) as { issuer: string }).issuer),
  );
  const servers = await Promise.all(
    [RESOURCE, `${RESOURCE}/api/mcp`].map(
      async (path) =>
        (JSON.parse((await read(path)).text) as { authorization_servers: string[] }).authorization_servers,
    ),
  );
  const { query } = authorizeQuery({ resource: null, prompt: "none" });
  const refused = await read(`/oauth/authorize?${query}`);
  const iss = new URL(refused.headers.location ?? "").searchParams.getAll("iss");
  expect([...issuers, ...servers.flat(), ...iss]).toEqual(Array.from({ length: 5 }, () => ORIGIN));
});

test("F05: resource metadata names what was asked for, one authorization server and no offline_access", async () => {
  const { address } = await makeMember();
  for (const [path, resource] of [
    ["", ORIGIN],
    ["/api/mcp", `${ORIGIN}/api/mcp`],
    [`/api/mcp/${address}`, `${ORIGIN}/api/mcp/${address}`],
  ] as const) {
    const body = JSON.parse((await read(`${RESOURCE}${path}`)).text) as Record<string, unknown>;
    expect(body).toMatchObject({ resource, authorization_servers: [ORIGIN] });
    expect(body["scopes_supported"]).not.toContain("offline_access");
  }
});

test("F10: every answer tells browsers to use https for years, below us too", async () => {
  for (const path of [...DOCUMENTS, "/oauth/jwks", "/oauth/authorize", "/api/mcp", "/healthz", "/nowhere"]) {
    const { headers } = await read(path);
    const [, seconds = "0"] =
      /max-age=(\d+); includeSubDomains/.exec(headers["strict-transport-security"] ?? "") ?? [];
    expect([path, Number(seconds) >= 31_536_000]).toEqual([path, true]);
    expect(headers["x-content-type-options"]).toBe("nosniff");
  }
});
