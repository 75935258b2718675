import { beforeAll, expect, test } from "vitest";
import { addClient } from "#lib/oauth/add-client.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  allow,
  ask,
  codeForm,
  makeMember,
  outcomeOf,
  postForm,
  register,
  startRequest,
} from "../drive-oauth.ts";
import { isLive, useDoors } from "./serve-doors.ts";

useDatabase();
useDoors();

const REDIRECT = "https://app.example/cb";

type App = { id: string; secret: string };
let mine: App;
let theirs: App;

beforeAll(async () => {
  [mine, theirs] = [await addApp("Mine"), await addApp("Theirs")];
});

async function addApp(name: string): Promise<App> {
  const { id, secret } = await addClient({ name, redirectUris: [REDIRECT], method: "client_secret_post" });
  return { id, secret: secret ?? "" };
}

async function newCode(client_id: string): Promise<Record<string, string>> {
  const pending = await startRequest({ client_id, redirect_uri: REDIRECT });
  const { code } = await allow(pending, await makeMember());
  return codeForm(pending, code);
}

const basic = ({ id, secret }: App) => ({ authorization: `Basic ${btoa(`${id}:${secret}`)}` });

/** Every way of not being that app, at a path with that form: each is 401 and spends nothing. */
async function expectOnlyItself(path: string, form: Record<string, string>): Promise<void> {
  const post = (body: Record<string, string>, headers: Record<string, string> = {}) =>
    ask(path, { method: "POST", headers, body: new URLSearchParams(body) });
  const refused = {
    "no secret": await post(form),
    "an empty secret": await post({ ...form, client_secret: "" }),
    "another app's secret": await post({ ...form, client_secret: theirs.secret }),
    "a secret with one letter more": await post({ ...form, client_secret: `${mine.secret}x` }),
    "a secret with one letter less": await post({ ...form, client_secret: mine.secret.slice(0, -1) }),
    "another app in the header": await post(form, basic(theirs)),
    "a header that is none": await post(form, { authorization: "Basic %" }),
    "the secret in the address": await ask(`${path}?client_secret=${mine.secret}`, {
      method: "POST",
      body: new URLSearchParams(form),
    }),
    "an assertion instead": await post({
      ...form,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: "eyJhbGciOiJub25lIn0.e30.",
    }),
  };
  for (const [name, answer] of Object.entries(refused)) {
    expect([name, answer.status]).toEqual([name, expect.toBeOneOf([400, 401])]);
    expect(answer.text).not.toContain(mine.secret);
    expect(answer.json["access_token"]).toBeUndefined();
  }
}

test("C14: an app with a secret is nobody without it, at the token endpoint, and its code is still good", async () => {
  const form = await newCode(mine.id);
  await expectOnlyItself("/oauth/token", form);
  const answer = await postForm("/oauth/token", { ...form, client_secret: mine.secret });
  expect(answer.status).toBe(200);
  expect(await isLive(answer.json["access_token"])).toBe(true);
});

test("C14 D05: who holds its refresh token without its secret can neither use nor end the connection", async () => {
  const given = await postForm("/oauth/token", { ...(await newCode(mine.id)), client_secret: mine.secret });
  const token = String(given.json["refresh_token"]);
  const form = { grant_type: "refresh_token", refresh_token: token, client_id: mine.id };
  await expectOnlyItself("/oauth/token", form);
  await expectOnlyItself("/oauth/revoke", { token, client_id: mine.id });
  const stranger = { client_id: theirs.id, client_secret: theirs.secret };
  expect(outcomeOf(await postForm("/oauth/token", { ...form, ...stranger }))).toEqual([400, "invalid_grant"]);
  await postForm("/oauth/revoke", { token, ...stranger });
  expect(await isLive(given.json["access_token"])).toBe(true);
  const next = await postForm("/oauth/token", { ...form, client_secret: mine.secret });
  expect(next.status).toBe(200);
  const last = { token: String(next.json["refresh_token"]), client_id: mine.id, client_secret: mine.secret };
  expect((await postForm("/oauth/revoke", last)).status).toBe(200);
  expect(await isLive(next.json["access_token"])).toBe(false);
});

test("A05 C09 C12 C17 E25: the addresses hosts guess refuse what the real ones refuse", async () => {
  for (const path of ["/authorize", "/oauth/authorize"]) {
    const answer = await ask(`${path}?client_id=nobody`, { headers: { accept: "text/html" } });
    expect([answer.status, answer.headers.get("location")]).toEqual([400, null]);
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  }
  for (const path of ["/token", "/token/", "/oauth/token"]) {
    expect((await ask(path)).status).toBe(405);
    const refused = await postForm(path, {
      grant_type: "refresh_token",
      refresh_token: "x",
      client_id: "nobody",
    });
    expect([refused.status, refused.headers.get("cache-control")]).toEqual([
      401,
      expect.stringContaining("no-store"),
    ]);
    expect((await postForm(path, { code: "x".repeat(100_000) })).status).toBe(413);
  }
  for (const path of ["/register", "/oauth/register"]) {
    expect((await ask(path)).status).toBe(405);
    const body = JSON.stringify({ client_name: "x".repeat(100_000), redirect_uris: [REDIRECT] });
    const headers = { "content-type": "application/json" };
    expect((await ask(path, { method: "POST", headers, body })).status).toBe(413);
  }
});

test("A29 A31: the page that holds an error back says nothing of the request but where its link leads", async () => {
  const { json } = await register({
    client_name: "<b>c4n4ry</b>",
    redirect_uris: ["https://evil.example/cb"],
  });
  const query = new URLSearchParams({
    client_id: String(json["client_id"]),
    redirect_uri: "https://evil.example/cb",
    response_type: "code",
    prompt: "none",
    state: `"><script>c4n4ry</script><a href='`,
    code_challenge: "x".repeat(43),
    code_challenge_method: "S256",
    scope: "c4n4ry",
  });
  const { status, headers, text } = await ask(`/oauth/authorize?${query}`, {
    headers: { accept: "text/html" },
  });
  expect([status, headers.get("location")]).toEqual([400, null]);
  expect(text).not.toMatch(/<script|<b>|http-equiv|onload|<a href='/i);
  const [link = "", ...more] = text.match(/<a [^>]*>/g) ?? [];
  expect(more).toEqual([]);
  const href = /href="([^"]*)"/.exec(link)?.[1]?.replaceAll(/&(?:amp|#38);/g, "&") ?? "";
  expect(href).toMatch(/^https:\/\/evil\.example\/cb\?/);
  expect(new URL(href).searchParams.get("state")).toBe(query.get("state"));
  expect(text.replaceAll(link, "")).not.toContain("c4n4ry");
});
