import { Writable } from "node:stream";
import { beforeAll, expect, inject, test, vi } from "vitest";
import { flushEvents } from "#lib/activity/flush-events.ts";
import { checkCode } from "#lib/identity/check-code.ts";
import { endSession } from "#lib/identity/end-session.ts";
import { findSession } from "#lib/identity/find-session.ts";
import { requestCode } from "#lib/identity/request-code.ts";
import { addClient } from "#lib/oauth/add-client.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { log } from "#lib/platform/log/log.ts";
import { listLocalMails } from "#lib/platform/outbox/local-mailbox.ts";
import { replaceOnce } from "#lib/platform/registry/once.ts";
import { closeSessions } from "#lib/upstreams/lease-session.ts";
import {
  allow,
  type Answer,
  ask,
  CLAUDE,
  CLAUDE_CODE,
  codeForm,
  connect,
  type Member,
  postForm,
  refresh,
  register,
  startRequest,
  type Tokens,
} from "../drive-oauth.ts";
import { mintMember, mintTenant, mintUpstream } from "../mint.ts";
import { type FakeUpstream, openFakeUpstream } from "../open-fake-upstream.ts";
import { allowOutbound } from "../open-gateway.ts";
import { useDatabase } from "../use-database.ts";
import { dumpDatabase } from "./dump-database.ts";
import { callMcp, callModern, useDoors } from "./serve-doors.ts";

// One walk through everything a secret passes (sign-in, consent, code, call, refresh, reuse, revocation, and each of
// them gone wrong), then every place it could have stuck to.

useDatabase({ LOG_LEVEL: "debug" });
useDoors();

const ADDRESS = "walker@acme.example";
const KEY = "trinity_mcp_c4n4ry-of-the-instance-key";
const ARGUMENT = "c4n4ry-argument";
const APP_SECRET = "c4n4ry-secret-of-an-app";

/** Each secret of the walk by what it is; a login code is only six digits and looked for by itself. */
const secrets = new Map<string, string>();
const refusals: Answer[] = [];
let loginCode = "";
let logged = "";
let fake: FakeUpstream;

beforeAll(async () => {
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      logged += chunk.toString("utf8");
      done();
    },
  });
  replaceOnce("log.destination", destination);
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  fake = await openFakeUpstream();
  allowOutbound(fake.url);
  await walk();
  vi.restoreAllMocks();
  await flushEvents();
  return async () => {
    await closeSessions();
    await fake.close();
  };
});

async function walk(): Promise<void> {
  const cookie = await signIn();
  const tenant = await mintTenant();
  await mintUpstream(tenant, { url: fake.url, key: KEY, tools: ["list_agents", "create_agent"] });
  const { tenantId, personId, membershipId } = await mintMember(tenant, "member");
  const member = { tenantId, personId, membershipId, address: tenant.address };
  const tokens = await connectBadlyThenWell(member);
  await callBadlyThenWell(tokens);
  await refreshAndLeave(tokens);
  // One connection that is alive when the database is read, refreshed so that its last answer is kept.
  const kept = await connect(member);
  const next = (await refresh(kept.tokens.refresh_token)).json as Tokens;
  for (const [index, { access_token, refresh_token }] of [kept.tokens, next].entries()) {
    keep(`the kept access token ${index}`, access_token);
    keep(`the kept refresh token ${index}`, refresh_token);
  }
  await registerBadly();
  await useSecretsOfApps();
  await endSession(cookie);
}

async function signIn(): Promise<string> {
  await requestCode({ address: ADDRESS, userAgent: null });
  const mail = listLocalMails().find(({ to }) => to === ADDRESS);
  loginCode = /\b[0-9]{6}\b/.exec(mail?.text ?? "")?.[0] ?? "none";
  const wrong = String((Number(loginCode) + 1) % 1_000_000).padStart(6, "0");
  await checkCode({ address: ADDRESS, code: wrong, cookieHeader: null });
  const signed = await checkCode({ address: ADDRESS, code: loginCode, cookieHeader: null });
  if (!signed.ok) throw new Error(signed.reason);
  const cookie = signed.setCookie.split(";")[0] ?? "";
  keep("the session's cookie", cookie.slice(cookie.indexOf("=") + 1));
  expect(await findSession(cookie)).not.toBeNull();
  await findSession(`${cookie}x`);
  return cookie;
}

async function connectBadlyThenWell(member: Member): Promise<Tokens> {
  const pending = await startRequest();
  for (const [index, cookie] of `${pending.cookie}; ${pending.resumeCookie}`.split("; ").entries()) {
    if (cookie.includes(".sig="))
      keep(`the signature of cookie ${index}`, cookie.slice(cookie.indexOf("=") + 1));
  }
  keep("the proof", pending.verifier);
  const { code } = await allow(pending, member);
  keep("the code", code);
  const form = codeForm(pending, code);
  refuse(await postForm("/oauth/token", { ...form, code_verifier: "c4n4ry".repeat(8) }));
  refuse(await postForm("/oauth/token", { ...form, client_id: CLAUDE }));
  refuse(await postForm("/oauth/token", { ...form, client_secret: APP_SECRET }));
  refuse(await postForm("/oauth/token", { ...form, resource: "https://c4n4ry.example/" }));
  refuse(await ask(`/oauth/token?code=${code}`));
  const { json } = await postForm("/oauth/token", form);
  const tokens = json as Tokens;
  keep("the access token", tokens.access_token);
  keep("the refresh token", tokens.refresh_token);
  refuse(await postForm("/oauth/token", form));
  return tokens;
}

async function callBadlyThenWell({ access_token: token, refresh_token: other }: Tokens): Promise<void> {
  const params = { name: "list_agents", arguments: { note: ARGUMENT } };
  const called = await callMcp(token, { method: "tools/call", params });
  expect(called.text).toContain(ARGUMENT);
  expect((await callModern(token, "tools/call", params)).status).toBe(200);
  expect((await callModern(token, "tools/call", { ...params, name: "create_agent" })).status).toBe(403);
  fake.behave((_message, response) => {
    response.writeHead(500, { "content-type": "text/plain" }).end(`Bearer ${KEY}`);
  });
  const failed = await callMcp(token, { method: "tools/call", params });
  expect(failed.text).not.toContain(KEY);
  refuse(await callMcp(other));
  refuse(await callMcp(`${token}x`));
  refuse(await callMcp(undefined, { path: `/api/mcp?access_token=${token}` }));
  refuse(await callMcp(token, { path: "/api/mcp/c4n4ry-address" }));
}

async function refreshAndLeave(tokens: Tokens): Promise<void> {
  refuse(await refresh(tokens.refresh_token, { client_id: CLAUDE }));
  refuse(await refresh(tokens.access_token));
  const letter = tokens.refresh_token.endsWith("x") ? "y" : "x";
  refuse(await refresh(`${tokens.refresh_token.slice(0, -1)}${letter}`));
  const { json } = await refresh(tokens.refresh_token);
  const next = json as Tokens;
  keep("the next access token", next.access_token);
  keep("the next refresh token", next.refresh_token);
  const last = (await refresh(next.refresh_token)).json as Tokens;
  keep("the last access token", last.access_token);
  keep("the last refresh token", last.refresh_token);
  refuse(await refresh(tokens.refresh_token));
  await postForm("/oauth/revoke", { token: last.access_token, client_id: CLAUDE_CODE });
  refuse(await refresh(last.refresh_token));
  refuse(await callMcp(last.access_token));
}

async function registerBadly(): Promise<void> {
  const redirect_uris = ["http://localhost/cb"];
  const { json } = await register({ client_name: "Tool", redirect_uris, client_secret: APP_SECRET });
  refuse(await register({ redirect_uris: ["http://c4n4ry.example/"], client_name: APP_SECRET }));
  refuse(await register(`{"client_secret":"${APP_SECRET}`));
  const client_id = String(json["client_id"]);
  refuse(
    await postForm("/oauth/token", { grant_type: "refresh_token", client_id, client_secret: APP_SECRET }),
  );
}

/** A secret an operator had made, and one a registration was given: each used rightly and wrongly. */
async function useSecretsOfApps(): Promise<void> {
  const redirectUris = ["https://app.example/cb"];
  const made = await addClient({ name: "Made", redirectUris, method: "client_secret_post" });
  const { json } = await register({
    client_name: "Given",
    redirect_uris: redirectUris,
    token_endpoint_auth_method: "client_secret_post",
  });
  const apps = [made, { id: String(json["client_id"]), secret: json["client_secret"] }];
  for (const [index, { id, secret }] of apps.entries()) {
    if (typeof secret !== "string") continue;
    keep(`the secret of app ${index}`, secret);
    const form = { grant_type: "refresh_token", refresh_token: "x", client_id: id };
    refuse(await postForm("/oauth/token", { ...form, client_secret: secret }));
    refuse(await postForm("/oauth/token", { ...form, client_secret: `${secret}x` }));
    const authorization = `Basic ${btoa(`${id}:${secret}`)}`;
    refuse(
      await ask("/oauth/token", {
        method: "POST",
        headers: { authorization },
        body: new URLSearchParams(form),
      }),
    );
  }
  expect(secrets.has("the secret of app 0")).toBe(true);
}

function keep(name: string, secret: string): void {
  expect(secret.length, name).toBeGreaterThan(20);
  secrets.set(name, secret);
}

function refuse(answer: Answer): void {
  expect(answer.status).toBeGreaterThanOrEqual(400);
  refusals.push(answer);
}

/** The names of the secrets that text holds, as they are or as bytes in hexadecimal or base64. */
function findSecrets(text: string): string[] {
  const fixed = { "the instance's key": KEY, "a tool's argument": ARGUMENT, "an app's secret": APP_SECRET };
  return [...secrets, ...Object.entries(fixed)].flatMap(([name, secret]) => {
    const bytes = Buffer.from(secret);
    const forms = [secret, encodeURIComponent(secret), bytes.toString("hex"), bytes.toString("base64url")];
    return forms.some((form) => text.includes(form)) ? [name] : [];
  });
}

test("L01: no token, code, key, cookie, proof or tool argument is in the log, however much of it is kept", () => {
  log.info({ marker: "the log is heard" }, "end");
  expect(logged).toContain("the log is heard");
  expect(logged.split("\n").length).toBeGreaterThan(20);
  expect(findSecrets(logged)).toEqual([]);
  expect(logged).not.toMatch(new RegExp(`\\b${loginCode}\\b`));
  expect(logged).not.toContain("access_token=");
});

test("L02: nor is any of them in the database", async () => {
  const dump = await dumpDatabase(inject("postgres").superuserUrl);
  for (const present of [
    "auth.refresh_tokens",
    "tenant.grants",
    "tenant.audit_events",
    "tenant.upstream_keys",
  ]) {
    expect(dump.includes(present), present).toBe(true);
  }
  expect(findSecrets(dump)).toEqual([]);
  expect(new RegExp(`\\b${loginCode}\\b`).exec(dump)?.[0]).toBeUndefined();
  expect(dump.includes(getConfig().secrets[0] ?? "")).toBe(false);
});

test("no refusal of the walk repeats anything that was sent", () => {
  expect(refusals.length).toBeGreaterThan(18);
  for (const { text, headers } of refusals) {
    expect(findSecrets(`${text}\n${JSON.stringify([...headers])}`)).toEqual([]);
    expect(text).not.toContain("c4n4ry");
  }
});
