import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import {
  allow,
  codeForm,
  makeMember,
  postForm,
  PUBLIC_URL,
  SHARED,
  startRequest,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { passTime, usePublisher } from "#lib/testing/publish-documents.ts";
import { makeAssertionKey, signAssertion, withAssertion } from "#lib/testing/sign-assertion.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { deleteOldDocuments } from "../documents/store.ts";

useDatabase();
useOauthServer();
const host = usePublisher();

const REDIRECT = "https://app.example/cb";
const KEY = makeAssertionKey("first");
let clients = 0;

/** A client whose document says it signs, its keys beside the document or inside it. */
function publishSigning(change: object = {}): string {
  clients += 1;
  const jwks_uri = host.publish(`/keys-${clients}.json`, { keys: [KEY.jwk] });
  const path = `/signing-${clients}.json`;
  const client_id = host.at(path);
  const document = {
    client_id,
    client_name: "Signing app",
    redirect_uris: [REDIRECT],
    token_endpoint_auth_method: "private_key_jwt",
    jwks_uri,
    ...change,
  };
  return host.publish(path, document);
}

async function getCode(client_id: string): Promise<Record<string, string>> {
  const pending = await startRequest({ client_id, redirect_uri: REDIRECT });
  const { code } = await allow(pending, await makeMember());
  return codeForm(pending, code);
}

async function connectSigning(client_id: string): Promise<string> {
  const form = { ...(await getCode(client_id)), ...withAssertion(signAssertion(client_id, KEY)) };
  const answer = await postForm("/oauth/token", form);
  expect(answer.status, answer.text).toBe(200);
  return answer.json.refresh_token as string;
}

const refreshForm = (client_id: string, refresh_token: string) => ({
  grant_type: "refresh_token",
  refresh_token,
  client_id,
  resource: SHARED,
});

test("a client that signs connects, refreshes and revokes; its keys are fetched once, and only for an assertion", async () => {
  const client_id = publishSigning();
  const path = `/keys-${clients}.json`;
  const form = await getCode(client_id);
  expect(host.asked(path)).toHaveLength(0);
  const without = await postForm("/oauth/token", form);
  expect([without.status, without.json.error]).toEqual([401, "invalid_client"]);
  expect(host.asked(path)).toHaveLength(0);
  const first = await postForm("/oauth/token", { ...form, ...withAssertion(signAssertion(client_id, KEY)) });
  expect(first.status, first.text).toBe(200);
  const { client_id: _named, ...unnamed } = refreshForm(client_id, first.json.refresh_token as string);
  const second = await postForm("/oauth/token", {
    ...unnamed,
    ...withAssertion(signAssertion(client_id, KEY)),
  });
  expect(second.status, second.text).toBe(200);
  expect(host.asked(path)).toHaveLength(1);
  const token = second.json.refresh_token as string;
  const revoked = await postForm("/oauth/revoke", {
    token,
    client_id,
    ...withAssertion(signAssertion(client_id, KEY, { claims: { aud: PUBLIC_URL } })),
  });
  expect(revoked.status, revoked.text).toBe(200);
  const after = await postForm("/oauth/token", {
    ...refreshForm(client_id, token),
    ...withAssertion(signAssertion(client_id, KEY)),
  });
  expect([after.status, after.json.error]).toEqual([400, "invalid_grant"]);
});

test("C16: an assertion that proves nothing is 401, and the connection lives on", async () => {
  const client_id = publishSigning();
  const token = await connectSigning(client_id);
  const now = Math.floor(Date.now() / 1000);
  const other = makeAssertionKey("first");
  const parts = signAssertion(client_id, KEY).split(".");
  const hmacHeader = Buffer.from(JSON.stringify({ alg: "HS256", kid: "first" })).toString("base64url");
  const hmacInput = `${hmacHeader}.${parts[1]}`;
  const hmacKey = JSON.stringify(KEY.jwk);
  const bad: Record<string, string> = {
    "alg none": `${Buffer.from('{"alg":"none"}').toString("base64url")}.${parts[1]}.`,
    "HS256 with the public key": `${hmacInput}.${createHmac("sha256", hmacKey).update(hmacInput).digest("base64url")}`,
    "another key under the same id": signAssertion(client_id, other),
    "another audience": signAssertion(client_id, KEY, { claims: { aud: "https://other.example" } }),
    "no expiry": signAssertion(client_id, KEY, { claims: { exp: undefined } }),
    expired: signAssertion(client_id, KEY, { claims: { exp: now - 60 } }),
    "hardly ever expiring": signAssertion(client_id, KEY, { claims: { exp: now + 10 * 365 * 86_400 } }),
    "expiring in words": signAssertion(client_id, KEY, { claims: { exp: "later" } }),
    "no jti": signAssertion(client_id, KEY, { claims: { jti: undefined } }),
    "another issuer": signAssertion(client_id, KEY, { claims: { iss: "https://other.example/c.json" } }),
    "a changed payload": `${parts[0]}.${parts[1]?.slice(0, -2)}AA.${parts[2]}`,
  };
  for (const [name, assertion] of Object.entries(bad)) {
    const answer = await postForm("/oauth/token", {
      ...refreshForm(client_id, token),
      ...withAssertion(assertion),
    });
    expect([answer.status < 500, answer.status], name).toEqual([
      true,
      name === "a changed payload" ? answer.status : 401,
    ]);
    expect(answer.status, name).toBeGreaterThanOrEqual(400);
  }
  const good = withAssertion(signAssertion(client_id, KEY));
  expect((await postForm("/oauth/token", { ...refreshForm(client_id, token), ...good })).status).toBe(200);
});

test("C16: an assertion is good once, also for five that race with it", async () => {
  const client_id = publishSigning();
  const token = await connectSigning(client_id);
  const form = { ...refreshForm(client_id, token), ...withAssertion(signAssertion(client_id, KEY)) };
  const answers = await Promise.all(Array.from({ length: 5 }, () => postForm("/oauth/token", form)));
  expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(["200", "401", "401", "401", "401"]);
  const replay = await postForm("/oauth/token", form);
  expect([replay.status, replay.json.error]).toEqual([401, "invalid_client"]);
});

test.each(["beside the document", "inside the document"])(
  "a new key %s is found with one look, and an unknown one costs no more than one a minute",
  async (where) => {
    const inside = where.startsWith("inside");
    const client_id = publishSigning(inside ? { jwks_uri: undefined, jwks: { keys: [KEY.jwk] } } : {});
    const path = `/${inside ? "signing" : "keys"}-${clients}.json`;
    const token = await connectSigning(client_id);
    const next = makeAssertionKey("second");
    const keys = { keys: [next.jwk] };
    if (inside) {
      const redirect_uris = [REDIRECT];
      const method = { token_endpoint_auth_method: "private_key_jwt", jwks: keys };
      host.publish(path, { client_id, client_name: "Signing app", redirect_uris, ...method });
    } else host.publish(path, keys);
    const stranger = makeAssertionKey("third");
    const ask = (key: typeof KEY) =>
      postForm("/oauth/token", {
        ...refreshForm(client_id, token),
        ...withAssertion(signAssertion(client_id, key)),
      });
    // Nobody knows yet that it is not a new one: hosts forget a connection over 401, and over 503 they do not.
    for (const key of [stranger, next]) expect((await ask(key)).status).toBe(503);
    expect(host.asked(path)).toHaveLength(1);
    await passTime(host.at(path), "61 seconds");
    expect((await ask(next)).status).toBe(200);
    for (const key of [stranger, KEY]) expect((await ask(key)).status).toBe(503);
    expect(host.asked(path)).toHaveLength(2);
    await passTime(host.at(path), "61 seconds");
    expect((await ask(stranger)).status).toBe(401);
    expect(host.asked(path)).toHaveLength(3);
    host.publish(path, "", { status: 503 });
    await passTime(host.at(path), "61 seconds");
    expect((await ask(stranger)).status).toBe(503);
    expect((await ask(next)).status).toBe(200);
  },
);

test("keys that cannot be read now cost nothing: 503 before they were ever read, the old ones afterwards", async () => {
  const client_id = publishSigning();
  const path = `/keys-${clients}.json`;
  const form = await getCode(client_id);
  host.publish(path, "", { status: 503 });
  const away = await postForm("/oauth/token", { ...form, ...withAssertion(signAssertion(client_id, KEY)) });
  expect([away.status, away.json.error]).toEqual([503, "temporarily_unavailable"]);
  host.publish(path, { keys: [KEY.jwk] });
  await passTime(host.at(path), "1 minute");
  const back = await postForm("/oauth/token", { ...form, ...withAssertion(signAssertion(client_id, KEY)) });
  expect(back.status, back.text).toBe(200);
  host.publish(path, "", { status: 503 });
  await passTime(host.at(path));
  const stale = await postForm("/oauth/token", {
    ...refreshForm(client_id, back.json.refresh_token as string),
    ...withAssertion(signAssertion(client_id, KEY)),
  });
  expect(stale.status, stale.text).toBe(200);
});

test("a document that lists both ways may begin without its key; once it has signed it always has to", async () => {
  const client_id = publishSigning({ token_endpoint_auth_methods_supported: ["private_key_jwt", "none"] });
  const answer = await postForm("/oauth/token", await getCode(client_id));
  expect(answer.status, answer.text).toBe(200);
  const token = await connectSigning(client_id);
  for (const refresh_token of [token, String(answer.json.refresh_token)]) {
    const stolen = await postForm("/oauth/token", refreshForm(client_id, refresh_token));
    expect([stolen.status, stolen.json.error]).toEqual([401, "invalid_client"]);
  }
  await passTime(client_id);
  const later = await postForm("/oauth/token", refreshForm(client_id, token));
  expect([later.status, host.asked(new URL(client_id).pathname).length]).toEqual([401, 2]);
  await passTime(client_id, "179 days");
  await deleteOldDocuments();
  expect((await postForm("/oauth/token", refreshForm(client_id, token))).status).toBe(401);
});
