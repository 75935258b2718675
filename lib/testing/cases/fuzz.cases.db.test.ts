import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { useDatabase } from "#lib/testing/use-database.ts";
import {
  type Answer,
  ask,
  authorizeQuery,
  CLAUDE_CODE,
  connect,
  makeMember,
  oauthBase,
  SHARED,
} from "../drive-oauth.ts";
import { callMcp, useDoors } from "./serve-doors.ts";

// Whatever is sent, the answer is one we meant to give: never a fault, never a word of what was sent, never slow to end.

useDatabase();
useDoors();

const FORM = "application/x-www-form-urlencoded";
const CANARY = "c4n4ry";
/** Values that mean something to some reader along the way, each with the word no answer may hold. */
const NASTY = [
  "",
  "\0",
  "\r\nX-Evil: 1",
  "' or 1=1--",
  "<script>",
  "../../etc/passwd",
  "%00%0d%0a",
  "\u202e\u200b",
  '{"$ne":1}',
  "__proto__",
  "constructor",
  "toString",
  "[object Object]",
  "1e309",
  "-1",
  "null",
  "tcrt_",
  "tcat_",
  "http://[",
  "https://127.0.0.1/",
  "urn:x",
  "x".repeat(3_000),
].map((value) => `${value}${CANARY}`);

const nasty = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "binary", maxLength: 40 }).map((text) => `${text}${CANARY}`),
);
const names = (...known: string[]) => fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...known) }, nasty);

let token = "";
beforeAll(async () => {
  token = (await connect(await makeMember())).tokens.access_token;
});

function expectMeant(answer: Answer, ...statuses: number[]): void {
  expect(statuses, answer.text.slice(0, 300)).toContain(answer.status);
  // A redirect's text is its address once more, with the app's own state.
  if (answer.headers.get("location") === null) expect(answer.text).not.toContain(CANARY);
  expect(answer.headers.get("x-evil")).toBeNull();
  expect(answer.headers.get("cache-control")).toContain("no-store");
}

const OPTIONS = { numRuns: 80 };

test("whatever an authorization request holds, it is shown, sent back to its app or refused in place", async () => {
  const known = [
    ...authorizeQuery().query.keys(),
    "prompt",
    "response_mode",
    "nonce",
    "claims",
    "request",
    "max_age",
  ];
  const changes = fc.array(fc.tuple(names(...known), nasty, fc.boolean()), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      changes,
      fc.constantFrom("text/html", "application/json", "*/*"),
      async (changed, accept) => {
        const { query } = authorizeQuery();
        for (const [name, value, isAdded] of changed) {
          if (isAdded) query.append(name, value);
          else query.set(name, value);
        }
        const answer = await ask(`/oauth/authorize?${query}`, { headers: { accept } });
        expectMeant(answer, 200, 303, 400, 431, 503);
        const location = answer.headers.get("location");
        if (location === null) return;
        expect(location).toMatch(/^(?:\/connect\/|http:\/\/localhost:54321\/callback[?#])/);
      },
    ),
    OPTIONS,
  );
});

test("whatever is posted to the token and revocation endpoints, it is an error of ours or nothing", async () => {
  const known =
    "grant_type code code_verifier redirect_uri client_id client_secret refresh_token token resource scope client_assertion client_assertion_type";
  const fields = fc.array(fc.tuple(names(...known.split(" ")), nasty), { maxLength: 6 });
  const grants = fc.constantFrom("authorization_code", "refresh_token", "client_credentials", CANARY);
  const types = fc.constantFrom(
    FORM,
    `${FORM}; charset=utf-16`,
    "application/json",
    "multipart/form-data; boundary=x",
  );
  await fc.assert(
    fc.asyncProperty(fields, grants, types, fc.boolean(), async (sent, grant_type, type, isToken) => {
      const form = new URLSearchParams([["grant_type", grant_type], ["client_id", CLAUDE_CODE], ...sent]);
      const headers = { "content-type": type };
      const path = isToken ? "/oauth/token" : "/oauth/revoke";
      const answer = await ask(path, { method: "POST", headers, body: form.toString() });
      expectMeant(answer, ...(isToken ? [400, 401, 413, 503] : [200, 400, 401, 413, 503]));
    }),
    OPTIONS,
  );
});

test("whatever JSON is registered, it is a client or an error in words", async () => {
  const known =
    "redirect_uris client_name grant_types response_types token_endpoint_auth_method application_type scope jwks jwks_uri logo_uri client_uri contacts";
  const value = fc.oneof(nasty, fc.jsonValue({ maxDepth: 3 }), fc.array(nasty, { maxLength: 3 }));
  const body = fc.oneof(
    { weight: 4, arbitrary: fc.dictionary(names(...known.split(" ")), value, { maxKeys: 6 }) },
    fc.jsonValue(),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.boolean(), async (some, isValid) => {
      const base = { redirect_uris: ["http://localhost/cb"] };
      const sent: unknown = isValid ? Object.assign(base, some) : some;
      const headers = { "content-type": "application/json" };
      const answer = await ask("/oauth/register", { method: "POST", headers, body: JSON.stringify(sent) });
      if (answer.status === 201) {
        expect(answer.json["client_id"]).not.toContain(CANARY);
        return;
      }
      expectMeant(answer, 400, 413);
      expect(answer.json["error_description"]).toMatch(/^[A-Z`'\w].*\.$/);
    }),
    OPTIONS,
  );
});

test("whatever is asked of the gateway, with or without a token, it is an answer of the protocol", async () => {
  const method = fc.oneof(
    fc.constantFrom("initialize", "tools/list", "tools/call", "ping", "resources/read"),
    nasty,
  );
  await fc.assert(
    fc.asyncProperty(
      method,
      fc.dictionary(nasty, fc.jsonValue({ maxDepth: 2 })),
      fc.boolean(),
      async (name, params, isSigned) => {
        const answer = await callMcp(isSigned ? token : CANARY, { method: name, params });
        expect(isSigned ? [200, 202, 400, 403, 404] : [401]).toContain(answer.status);
        expect(answer.text).not.toContain(CANARY);
      },
    ),
    OPTIONS,
  );
});

test("whatever the path, nobody but its owner answers it", async () => {
  const parts = [
    "oauth",
    "token",
    "authorize",
    ".well-known",
    "api",
    "mcp",
    "..",
    ".",
    "%2e%2e",
    "",
    CANARY,
    "connect",
  ];
  const paths = fc.array(fc.constantFrom(...parts), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(paths, fc.constantFrom("GET", "POST", "DELETE", "OPTIONS"), async (some, method) => {
      const response = await fetch(`${oauthBase()}/${some.join("/")}`, { method, redirect: "manual" });
      expect(response.status).toBeLessThan(500);
      expect(response.headers.get("location") ?? SHARED).not.toContain(CANARY);
      await response.text();
    }),
    OPTIONS,
  );
});
