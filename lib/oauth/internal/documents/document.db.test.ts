import { expect, test } from "vitest";
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
import { passTime, type Reply, usePublisher } from "#lib/testing/publish-documents.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { findConsentRequest } from "../../find-consent-request.ts";

useDatabase();
useOauthServer();
const host = usePublisher();

const REDIRECT = "http://localhost:5/cb";

function publish(path: string, change: object = {}, reply: Partial<Reply> = {}): string {
  const client_id = host.at(path);
  const document = { client_id, client_name: "Published", redirect_uris: ["http://localhost/cb"], ...change };
  return host.publish(path, document, reply);
}

async function authorize(client_id: string, redirect_uri = REDIRECT) {
  const { query } = authorizeQuery({ client_id, redirect_uri });
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
  const [headers, ...more] = host.asked("/good.json");
  expect(more).toEqual([]);
  expect(Object.keys(headers ?? {}).toSorted()).toEqual(["accept", "accept-encoding", "connection", "host"]);
});

test.each([
  ["E04: a redirect", {}, { status: 302, headers: { location: "https://169.254.169.254/" } }],
  ["E05: six kilobytes", { padding: "x".repeat(6_000) }, {}],
  ["E06: another client_id", { client_id: "https://app.example/c.json" }, {}],
  ["E06: an error", {}, { status: 500 }],
  ["E06: nothing there", {}, { status: 404 }],
  ["E06: no content", {}, { status: 204, body: "" }],
  ["E06: no JSON", {}, { body: "<html>" }],
  ["E06: a list", {}, { body: "[]" }],
  ["E06: another type", {}, { headers: { "content-type": "text/html" } }],
  ["E06: no UTF-8", {}, { body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }],
  ["E09: an http redirect elsewhere", { redirect_uris: ["http://evil.example/cb"] }, {}],
  ["E13: a shared secret", { client_secret: "x" }, {}],
  ["E13: a private key", { jwks: { keys: [{ kty: "EC", crv: "P-256", x: "x", y: "y", d: "d" }] } }, {}],
  [
    "E14: keys inside our network",
    { token_endpoint_auth_method: "private_key_jwt", jwks_uri: "https://10.0.0.1/" },
    {},
  ],
])(
  "%s is refused in place, not asked for again at once, and not remembered for long",
  async (name, change, reply) => {
    const path = `/${encodeURIComponent(name)}.json`;
    const client_id = publish(path, change, reply);
    for (const _again of [1, 2]) {
      const refused = await authorize(client_id);
      expect([refused.status, refused.json.error, refused.headers.get("location")]).toEqual([
        400,
        "invalid_client",
        null,
      ]);
    }
    expect(host.asked(path)).toHaveLength(1);
    publish(path);
    await passTime(client_id, "1 minute");
    expect((await authorize(client_id)).status).toBe(303);
  },
);

test("F28: a person is told whether an app's document could not be read or was refused", async () => {
  const page = async (client_id: string) => {
    const { query } = authorizeQuery({ client_id, redirect_uri: REDIRECT });
    return await ask(`/oauth/authorize?${query}`, { headers: { accept: "text/html" } });
  };
  const away = await page(publish("/challenged.json", {}, { status: 403 }));
  expect([away.status, away.text]).toEqual([
    400,
    expect.stringContaining("We could not read what this app says"),
  ]);
  const refused = await page(publish("/secretive.json", { client_secret: "x" }));
  expect([refused.status, refused.text]).toEqual([
    400,
    expect.stringContaining("does not describe itself as it must"),
  ]);
});

test("B20: what a client no longer lists is refused, and a new address asks for consent like any other", async () => {
  const client_id = publish("/moving.json", { redirect_uris: ["https://old.example/cb"] });
  const pending = await startRequest({ client_id, redirect_uri: "https://old.example/cb" });
  const { code } = await allow(pending, await makeMember());
  expect((await postForm("/oauth/token", codeForm(pending, code))).status).toBe(200);
  publish("/moving.json", { redirect_uris: ["https://new.example/cb"] });
  await passTime(client_id);
  const old = await authorize(client_id, "https://old.example/cb");
  expect([old.status, old.json.error, old.headers.get("location")]).toEqual([
    400,
    "invalid_redirect_uri",
    null,
  ]);
  const fresh = await authorize(client_id, "https://new.example/cb");
  expect(fresh.headers.get("location")).toMatch(/^\/connect\//);
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

test.each([
  ["a fragment", "#f"],
  ["dot segments", "/../good.json"],
  ["encoded dots", "/%2e%2e/good.json"],
  ["a backslash", "\\good.json"],
  ["a line end", "\r"],
])("E17: an address with %s is another identity, and none", async (_name, suffix) => {
  const client_id = publish("/spelled.json");
  expect((await authorize(client_id)).status).toBe(303);
  const answer = await authorize(`${client_id}${suffix}`);
  expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
});

test.each([
  "https://user@app.example/c.json",
  "https://app.example:443/c.json",
  "https://cl\u0430ude.ai/c.json",
  "https://app.example",
])("E17 E18: %s is refused without a look", async (client_id) => {
  const answer = await authorize(client_id);
  expect([answer.status, answer.json.error]).toEqual([400, "invalid_client"]);
});
