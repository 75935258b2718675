import { createHash, randomBytes } from "node:crypto";
import { connect } from "./drive-app.ts";
import { expect, PEOPLE, test } from "./fixtures.ts";
import { expectReady, FIVE_MB, INSIDE, readPlain } from "./read-plain.ts";
import { MCP_URL, ORIGIN } from "./server.ts";

const CALLBACK = "http://localhost:51234/callback";
let clientId = "";

test.beforeAll(async () => {
  clientId = await register();
});
test.afterEach("the process lives", expectReady);

async function register(): Promise<string> {
  const response = await sendJson("/oauth/register", {
    client_name: "Bad input",
    redirect_uris: [CALLBACK],
    application_type: "native",
    token_endpoint_auth_method: "none",
  });
  return ((await response.json()) as { client_id: string }).client_id;
}

async function sendJson(path: string, body: unknown): Promise<Response> {
  return await fetch(`${ORIGIN}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function authorize(changes: Record<string, string | undefined>): Promise<Response> {
  const params: Record<string, string | undefined> = {
    client_id: clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "agents.read",
    state: "state-1",
    resource: MCP_URL,
    code_challenge: createHash("sha256").update(randomBytes(32)).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== undefined) query.set(name, value);
  return await fetch(`${ORIGIN}/oauth/authorize?${query}`, {
    redirect: "manual",
    headers: { accept: "text/html" },
  });
}

async function redeem(form: Record<string, string>): Promise<Response> {
  return await fetch(`${ORIGIN}/oauth/token`, { method: "POST", body: new URLSearchParams(form) });
}

test.describe("authorization requests that must not go back to the app", () => {
  const REFUSED: Record<string, { changes: Record<string, string | undefined>; says: string }> = {
    "an unknown client": { changes: { client_id: "dcr_nobody" }, says: "We do not know this app" },
    "no client": { changes: { client_id: undefined }, says: "This request cannot be answered" },
    "a document that is none": {
      changes: { client_id: "https://evil.example/client.json" },
      says: "Connect",
    },
    "a redirect it did not register": {
      changes: { redirect_uri: "https://evil.example/callback" },
      says: "return to an address it did not register",
    },
    "a redirect path it did not register": {
      changes: { redirect_uri: "http://localhost:51234/callback/evil.example" },
      says: "return to an address it did not register",
    },
  };
  for (const [name, { changes, says }] of Object.entries(REFUSED)) {
    test(`${name}: a page that says so, and no redirect`, async () => {
      const response = await authorize(changes);
      expect([400, 503]).toContain(response.status);
      expect(response.headers.get("location")).toBeNull();
      expect(response.headers.get("content-type")).toContain("text/html");
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(await readPlain(response)).toContain(says);
    });
  }
});

test.describe("authorization requests that go back to the app with an error", () => {
  const REFUSED: Record<string, { changes: Record<string, string | undefined>; error: string }> = {
    "no PKCE": {
      changes: { code_challenge: undefined, code_challenge_method: undefined },
      error: "invalid_request",
    },
    "plain PKCE": { changes: { code_challenge_method: "plain" }, error: "invalid_request" },
    "a foreign resource": { changes: { resource: "https://evil.example/mcp" }, error: "invalid_target" },
    "a response type we lack": { changes: { response_type: "token" }, error: "unsupported_response_type" },
    "prompt=none, as consent is always asked": { changes: { prompt: "none" }, error: "consent_required" },
  };
  for (const [name, { changes, error }] of Object.entries(REFUSED)) {
    test(`${name}: ${error}, with state and issuer`, async () => {
      const response = await authorize(changes);
      expect([302, 303]).toContain(response.status);
      const location = new URL(response.headers.get("location") ?? "");
      expect(`${location.origin}${location.pathname}`).toBe(CALLBACK);
      // An error of a response type that answers in the fragment comes there.
      const answer = new URLSearchParams(location.search || location.hash.slice(1));
      expect(Object.fromEntries(answer)).toMatchObject({
        error,
        state: "state-1",
        iss: ORIGIN,
      });
      expect(answer.get("error_description") ?? "").not.toMatch(INSIDE);
    });
  }
});

test("the token endpoint: each refusal is an OAuth error in words for a person", async ({ openAs }) => {
  const good = { client_id: clientId, resource: MCP_URL };
  const code = { ...good, grant_type: "authorization_code", code: "nothing", redirect_uri: CALLBACK };
  const answers: [Record<string, string>, number, string][] = [
    [{}, 400, "invalid_request"],
    [{ ...code, code_verifier: "v".repeat(43) }, 400, "invalid_grant"],
    [{ ...code, client_id: "dcr_nobody", code_verifier: "v".repeat(43) }, 401, "invalid_client"],
    [{ ...good, grant_type: "refresh_token", refresh_token: "tcrt_nothing" }, 400, "invalid_grant"],
    [{ ...good, grant_type: "client_credentials" }, 400, "unsupported_grant_type"],
    [{ ...good, grant_type: "password", username: "a", password: "b" }, 400, "unsupported_grant_type"],
  ];
  for (const [form, status, error] of answers) {
    const response = await redeem(form);
    const body = JSON.parse(await readPlain(response)) as { error: string };
    expect([form, response.status, body.error]).toEqual([form, status, error]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  }
  const host = await connect(await openAs(PEOPLE.member));
  // Another app's token: known, but not this client's.
  const stranger = await redeem({
    client_id: clientId,
    grant_type: "refresh_token",
    refresh_token: host.tokens().refresh_token ?? "",
    resource: MCP_URL,
  });
  expect(stranger.status).toBe(400);
  await host.close();
  expect((await redeem({ ...good, code: FIVE_MB })).status).toBe(413);
});

test("registration: what is no registration is refused by name", async () => {
  for (const [body, error] of [
    ["{", "invalid_client_metadata"],
    ["[]", "invalid_client_metadata"],
    [{ client_name: "x" }, "invalid_redirect_uri"],
    [{ client_name: "x", redirect_uris: ["http://evil.example/callback"] }, "invalid_redirect_uri"],
    [{ client_name: "x", redirect_uris: ["javascript:alert(1)"] }, "invalid_redirect_uri"],
  ] as const) {
    const response = await sendJson("/oauth/register", body);
    const answer = JSON.parse(await readPlain(response)) as { error: string };
    expect([body, response.status, answer.error]).toEqual([body, 400, error]);
  }
  expect((await sendJson("/oauth/register", { client_name: FIVE_MB })).status).toBe(413);
});
