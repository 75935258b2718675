import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import {
  allow,
  ask,
  authorizeQuery,
  codeForm,
  makeMember,
  postForm,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from "#lib/testing/loopback-certificate.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findConsentRequest } from "./find-consent-request.ts";

useDatabase();
useOauthServer();

type Reply = { status?: number; headers?: Record<string, string>; body: string };
const replies = new Map<string, Reply>();
const asked: { path: string; headers: Record<string, unknown> }[] = [];
const server = createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, (req, res) => {
  const path = req.url ?? "";
  asked.push({ path, headers: req.headers });
  const { status = 200, headers = {}, body } = replies.get(path) ?? { status: 404, body: "" };
  res.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
});
let host = "";

beforeAll(async () => {
  setDefaultCACertificates([...getCACertificates("default"), LOOPBACK_CERTIFICATE]);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  setConfig({ ...getConfig(), outboundAllow: [host] });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const REDIRECT = "http://localhost:5/cb";

function publish(path: string, change: object = {}, reply: Partial<Reply> = {}): string {
  const client_id = `https://${host}${path}`;
  const document = { client_id, client_name: "Published", redirect_uris: ["http://localhost/cb"], ...change };
  replies.set(path, { body: JSON.stringify(document), ...reply });
  return client_id;
}

async function authorize(client_id: string) {
  const { query } = authorizeQuery({ client_id, redirect_uri: REDIRECT });
  return await ask(`/oauth/authorize?${query}`, {
    headers: { accept: "application/json", cookie: "who=me" },
  });
}

test("E07 E28: a published document connects on any port, is fetched once and learns nothing", async () => {
  const client_id = publish("/good.json", { application_type: "web", logo_uri: "https://10.0.0.1/x" });
  const pending = await startRequest({ client_id, redirect_uri: REDIRECT });
  const consent = await findConsentRequest(pending.uid, pending.cookie);
  expect(consent?.client).toMatchObject({
    id: client_id,
    name: "Published",
    identity: "local",
    host: "127.0.0.1",
  });
  const { code } = await allow(pending, await makeMember());
  expect((await postForm("/oauth/token", codeForm(pending, code))).status).toBe(200);
  const fetches = asked.filter(({ path }) => path === "/good.json");
  expect(fetches).toHaveLength(1);
  expect(Object.keys(fetches[0]?.headers ?? {}).toSorted()).toEqual([
    "accept",
    "accept-encoding",
    "connection",
    "host",
  ]);
});

test.each([
  ["E04: a redirect", {}, { status: 302, headers: { location: "https://169.254.169.254/" } }],
  ["E05: six kilobytes", { padding: "x".repeat(6_000) }, {}],
  ["E06: another client_id", { client_id: "https://app.example/c.json" }, {}],
  ["E06: an error", {}, { status: 500 }],
  ["E06: no JSON", {}, { body: "<html>" }],
  ["E06: a list", {}, { body: "[]" }],
  ["E09: an http redirect elsewhere", { redirect_uris: ["http://evil.example/cb"] }, {}],
  ["E13: a shared secret", { client_secret: "x" }, {}],
])("%s is refused in place and not remembered", async (name, change, reply) => {
  const path = `/${encodeURIComponent(name)}.json`;
  const refused = await authorize(publish(path, change, reply));
  expect([refused.status, refused.json.error, refused.headers.get("location")]).toEqual([
    400,
    "invalid_client",
    null,
  ]);
  expect((await authorize(publish(path))).status).toBe(303);
});

test("a document that cannot be reached now does not cost a connection: 503, and nothing is revoked", async () => {
  const client_id = publish("/away.json", {}, { status: 500 });
  const answer = await postForm("/oauth/token", {
    grant_type: "refresh_token",
    refresh_token: "x",
    client_id,
  });
  expect([answer.status, answer.json.error]).toEqual([503, "temporarily_unavailable"]);
});

test.each(["https://localhost/c.json", "https://127.1/c.json", "https://[::1]/c", "https://0x7f.1/c"])(
  "E01: %s is no client, now and later: 401 at the token endpoint, so that nobody asks again and again",
  async (client_id) => {
    const form = { grant_type: "refresh_token", refresh_token: "x", client_id };
    const answer = await postForm("/oauth/token", form);
    expect([answer.status, answer.json.error]).toEqual([401, "invalid_client"]);
  },
);
