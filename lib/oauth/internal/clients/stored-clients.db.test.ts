import { expect, test } from "vitest";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import {
  allow,
  ask,
  type Answer,
  authorizeQuery,
  codeForm,
  connect,
  makeMember,
  register,
  SHARED,
  startRequest,
  type Tokens,
  useOauthServer,
} from "#lib/testing/drive-oauth.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { addClient } from "../../add-client.ts";
import { listClients } from "../../list-clients.ts";
import { purgeClients } from "../../purge-clients.ts";
import { removeClient } from "../../remove-client.ts";

useDatabase();
useOauthServer();

const REDIRECT = "https://app.example/cb";

async function registerApp(extra: object = {}): Promise<Record<string, unknown>> {
  const { status, text, json } = await register({ client_name: "App", redirect_uris: [REDIRECT], ...extra });
  expect(status, text).toBe(201);
  return json;
}

async function postAs(form: Record<string, string>, basic?: [id: string, secret: string]): Promise<Answer> {
  const credentials = basic?.map(encodeURIComponent).join(":") ?? "";
  const headers = basic ? { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` } : {};
  return await ask("/oauth/token", { method: "POST", headers, body: new URLSearchParams(form) });
}

/** Lets days pass for one client. */
async function age(id: string, column: "seen_at" | "used_at", days: number): Promise<void> {
  await authSql().query(
    `UPDATE auth.oauth_clients SET ${column} = now() - make_interval(days => $2) WHERE id = $1`,
    [id, days],
  );
}

test("F38: the same public registration is the same client, whatever its loopback port; its name alone says nothing", async () => {
  const first = await registerApp();
  expect(await registerApp()).toEqual(first);
  expect((await registerApp({ redirect_uris: ["https://other.example/cb"] })).client_id).not.toBe(
    first.client_id,
  );
  expect((await registerApp({ client_name: "Other" })).client_id).not.toBe(first.client_id);
  const ports = ["http://localhost:1111/cb", "http://localhost:2222/cb"];
  const [one, two] = await Promise.all(ports.map((uri) => registerApp({ redirect_uris: [uri] })));
  expect(one?.client_id).toBe(two?.client_id);
  expect([one?.redirect_uris, two?.redirect_uris]).toEqual(ports.map((uri) => [uri]));
});

test("F38: twenty registrations at once of the same client make one", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => registerApp({ client_name: "Racing" })));
  expect(new Set(answers.map(({ client_id }) => client_id)).size).toBe(1);
});

test("a registration made again is seen again, so that the purge leaves it", async () => {
  const { client_id } = await registerApp({ client_name: "Coming back" });
  await age(String(client_id), "seen_at", 4);
  await registerApp({ client_name: "Coming back" });
  await purgeClients();
  expect((await listClients()).clients.map(({ id }) => id)).toContain(client_id);
});

test("F35: who may refresh is told of offline_access; unknown scopes are not echoed", async () => {
  expect((await registerApp({ scope: "agents.read unknown:scope" })).scope).toBe(
    "agents.read offline_access",
  );
  expect((await registerApp({ scope: "unknown:scope" })).scope).toBe("offline_access");
  const codesOnly = { scope: "agents.read", grant_types: ["authorization_code"] };
  expect((await registerApp(codesOnly)).scope).toBe("agents.read");
  expect(await registerApp()).not.toHaveProperty("scope");
});

test.each(["client_secret_post", "client_secret_basic"])(
  "F32: a registration that asks for %s gets a secret of its own, proves itself by it, and only its hash is kept",
  async (token_endpoint_auth_method) => {
    const body = { token_endpoint_auth_method, client_name: "Claude" };
    const [app, other] = [await registerApp(body), await registerApp(body)];
    expect(app).toMatchObject({ token_endpoint_auth_method, client_secret_expires_at: 0 });
    expect(app.client_id).not.toBe(other.client_id);
    const [id, secret] = [String(app.client_id), String(app.client_secret)];
    const { rows } = await authSql().query("SELECT * FROM auth.oauth_clients WHERE id = $1", [id]);
    expect(JSON.stringify(rows)).not.toContain(secret);

    const pending = await startRequest({ client_id: id, redirect_uri: REDIRECT });
    const { code } = await allow(pending, await makeMember());
    const { client_id: _id, ...unnamed } = codeForm(pending, code);
    const hash = String((rows[0] as { payload: { client_secret: string } }).payload.client_secret);
    for (const wrong of [undefined, "", String(other.client_secret), hash]) {
      const form = { ...codeForm(pending, code), ...(wrong === undefined ? {} : { client_secret: wrong }) };
      const answer = await postAs(form);
      expect([answer.status, answer.json.error]).toEqual([401, "invalid_client"]);
    }
    const refused = await postAs(unnamed, [id, "wrong"]);
    expect([refused.status, refused.headers.get("www-authenticate")]).toEqual([
      401,
      expect.stringMatching(/^Basic /),
    ]);

    const byPost = token_endpoint_auth_method === "client_secret_post";
    const prove = (form: Record<string, string>) =>
      byPost ? postAs({ ...form, client_id: id, client_secret: secret }) : postAs(form, [id, secret]);
    const tokens = await prove(unnamed);
    expect(tokens.status, tokens.text).toBe(200);
    const { refresh_token } = tokens.json as Tokens;
    const refreshed = await prove({ grant_type: "refresh_token", refresh_token, resource: SHARED });
    expect(refreshed.status, refreshed.text).toBe(200);
  },
);

test("C14: a secret for a public client is 401, in the form or in the header", async () => {
  const { client_id } = await registerApp();
  const id = String(client_id);
  const pending = await startRequest({ client_id: id, redirect_uri: REDIRECT });
  const { code } = await allow(pending, await makeMember());
  const form = codeForm(pending, code);
  expect((await postAs({ ...form, client_secret: "x" })).status).toBe(401);
  const { client_id: _id, ...unnamed } = form;
  expect((await postAs(unnamed, [id, "x"])).status).toBe(401);
  expect((await postAs(form)).status).toBe(200);
});

test("E26 F37: an unused registration is gone after three days, and the app is told to register again", async () => {
  const { client_id } = await registerApp({ client_name: "Unused" });
  const id = String(client_id);
  await age(id, "seen_at", 2);
  await purgeClients();
  const { query } = authorizeQuery({ client_id: id, redirect_uri: REDIRECT });
  expect((await ask(`/oauth/authorize?${query}`)).status).toBe(303);
  await age(id, "seen_at", 4);
  await purgeClients();
  const page = await ask(`/oauth/authorize?${query}`, { headers: { accept: "text/html" } });
  expect([page.status, page.headers.get("location")]).toEqual([400, null]);
  expect(page.text).toContain("We do not know this app");
  const json = await ask(`/oauth/authorize?${query}`, { headers: { accept: "application/json" } });
  expect([json.status, json.json.error]).toEqual([400, "invalid_client"]);
  const token = await postAs({ grant_type: "refresh_token", refresh_token: "x", client_id: id });
  expect([token.status, token.json.error]).toEqual([401, "invalid_client"]);
  expect((await registerApp({ client_name: "Unused" })).client_id).toBe(id);
  expect((await ask(`/oauth/authorize?${query}`)).status).toBe(303);
});

test("a registration somebody uses stays; after 180 days without a token it goes, an operator's never does", async () => {
  const { client_id } = await registerApp({ client_name: "Used" });
  const id = String(client_id);
  const added = await addClient({ name: "Kept", redirectUris: [REDIRECT], method: "none" });
  await connect(await makeMember(), { client_id: id, redirect_uri: REDIRECT });
  for (const each of [id, added.id]) await age(each, "seen_at", 400);
  await purgeClients();
  const names = async () => (await listClients()).clients.map(({ name }) => name);
  expect(await names()).toEqual(expect.arrayContaining(["Used", "Kept"]));
  await age(id, "used_at", 181);
  await purgeClients();
  expect(await names()).toContain("Kept");
  expect(await names()).not.toContain("Used");
});

test("an operator adds a client with a secret shown once, and removing it ends its connections at once", async () => {
  const added = await addClient({
    name: "Back office",
    redirectUris: [REDIRECT],
    method: "client_secret_basic",
  });
  const [id, secret] = [added.id, added.secret ?? ""];
  const { clients } = await listClients();
  expect(clients.find((client) => client.id === id)).toMatchObject({ kind: "operator", usedAt: null });
  expect(JSON.stringify(clients)).not.toContain(secret);
  const member = await makeMember();
  const pending = await startRequest({ client_id: id, redirect_uri: REDIRECT });
  const { code, grantId } = await allow(pending, member);
  const { client_id: _id, ...form } = codeForm(pending, code);
  const tokens = await postAs(form, [id, secret]);
  expect(tokens.status, tokens.text).toBe(200);

  expect(await removeClient(id)).toEqual({ connectionsEnded: 1 });
  await inTenant(member.tenantId, async (tx) => {
    const grant = await tx.grant.findUnique({
      where: { id: grantId },
      select: { endedAt: true, endedReason: true },
    });
    expect(grant).toEqual({ endedAt: expect.any(Date), endedReason: "operator" });
    expect(
      await tx.auditEvent.count({ where: { tenantId: member.tenantId, action: "connection.end" } }),
    ).toBe(1);
  });
  const { refresh_token } = tokens.json as Tokens;
  const after = await postAs({ grant_type: "refresh_token", refresh_token, resource: SHARED }, [id, secret]);
  expect([after.status, after.json.error]).toEqual([401, "invalid_client"]);
  await expect(removeClient(id)).rejects.toMatchObject({ code: "not_found" });
});

test.each([
  ["our own name", { name: "Trinity Connect", redirectUris: [REDIRECT], method: "none" }],
  [
    "a redirect elsewhere over http",
    { name: "App", redirectUris: ["http://evil.example/cb"], method: "none" },
  ],
  ["a method we do not offer", { name: "App", redirectUris: [REDIRECT], method: "password" }],
])("an operator's client with %s is refused like any other", async (_name, client) => {
  await expect(addClient(client)).rejects.toMatchObject({ code: "invalid_input" });
});
