import fc from "fast-check";
import type { Payload } from "oidc-provider";
import { expect, test } from "vitest";
import { AUTH_METHODS } from "./accept-authentication.ts";
import { holdsPrivateKey } from "./accept-keys.ts";
import { type Accepted, acceptDocument, acceptRegistration } from "./accept-metadata.ts";
import { checkRedirect } from "./check-redirect.ts";

const ID = "https://app.example/client.json";
const RUNS = { numRuns: 2_000 };

/** Mostly the one, now and then the other: so that many metadata are refused for one thing only, and many for none. */
function mostly<Value, Other>(usual: fc.Arbitrary<Value>, rare: fc.Arbitrary<Other>, weight = 30) {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });
}

const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }));
const junk = fc.oneof(fc.anything(), fc.constantFrom(null, undefined, 7, [], {}));
const redirect = mostly(
  fc.oneof(
    fc.webUrl({ validSchemes: ["https"], withQueryParameters: true }),
    fc.integer({ min: 1, max: 65_535 }).map((port) => `http://localhost:${port}/cb`),
    fc.constantFrom(
      "http://127.0.0.1/callback",
      "http://[::1]:9/cb",
      "cursor://anysphere.cursor-mcp/oauth/callback",
      "com.example.app:/cb",
      "http://localhost",
      "HTTP://LOCALHOST:5/cb",
    ),
  ),
  fc.oneof(text, fc.constantFrom("http://evil.example/cb", "javascript:alert(1)", "https://a@b.example/")),
);
const method = mostly(
  fc.constantFrom<string>("none", "private_key_jwt"),
  fc.oneof(fc.constantFrom(...AUTH_METHODS), junk),
  4,
);
const key = mostly<Payload, unknown>(
  fc.constantFrom(
    { kty: "EC", crv: "P-256", x: "AA", y: "AA", kid: "1" },
    { kty: "RSA", n: "AA", e: "AQAB", alg: "RS256", use: "sig" },
    { kty: "RSA", n: "AA", e: "AQAB", use: "enc" },
    { kty: "EC", crv: "secp256k1", x: "AA", y: "AA" },
  ),
  fc.oneof(
    junk,
    fc.constantFrom({ kty: "EC", crv: "P-256", x: "AA", y: "AA", d: "AA" }, { kty: "oct", k: "AA" }),
    fc
      .oneof(text, fc.constantFrom("a\0", "\ud800"))
      .map((kid) => ({ kty: "EC", crv: "P-256", x: "AA", y: "AA", kid })),
  ),
);
const page = mostly(fc.webUrl(), fc.oneof(junk, fc.constantFrom("javascript:x", "https://u:p@a.example/")));
const metadata = fc
  .record(
    {
      client_id: mostly(fc.constant(ID), junk),
      client_name: mostly(text, fc.oneof(junk, fc.constantFrom("Trinity", "verified"))),
      redirect_uris: mostly(fc.array(redirect, { minLength: 1, maxLength: 3 }), junk),
      grant_types: mostly(
        fc.subarray(["authorization_code", "refresh_token", "urn:x"]),
        fc.constantFrom(["implicit"]),
      ),
      response_types: mostly(fc.constant(["code"]), junk),
      token_endpoint_auth_method: method,
      token_endpoint_auth_methods_supported: mostly(fc.array(method, { maxLength: 3 }), junk, 4),
      token_endpoint_auth_signing_alg: mostly(
        fc.constantFrom("ES256", null),
        fc.constantFrom("HS256", "none"),
        9,
      ),
      jwks: mostly(fc.record({ keys: fc.array(key, { minLength: 1, maxLength: 3 }) }), junk, 9),
      jwks_uri: mostly(
        fc.constant("https://app.example/jwks"),
        fc.constantFrom("https://10.0.0.1/", "http://a.example/"),
        4,
      ),
      client_uri: page,
      logo_uri: page,
      policy_uri: page,
      scope: junk,
      contacts: junk,
    },
    { requiredKeys: ["client_id", "redirect_uris"] },
  )
  .chain((record) => mostly(fc.constant(record), fc.constant({ ...record, client_secret: "x" })))
  .map((record) => record as Payload);
const input = mostly(metadata, fc.anything());

const MEMBERS = new Set([
  "application_type",
  "client_id",
  "client_name",
  "client_uri",
  "grant_types",
  "jwks",
  "jwks_uri",
  "policy_uri",
  "redirect_uris",
  "response_types",
  "token_endpoint_auth_method",
  "token_endpoint_auth_methods_supported",
  "token_endpoint_auth_signing_alg",
  "tos_uri",
]);

function expectWithinPolicy(accepted: Accepted): void {
  if (!accepted.ok) {
    expect(accepted.description).toMatch(/\w \w.*\.$/);
    return;
  }
  const { metadata: kept } = accepted;
  expect(Object.keys(kept).filter((member) => !MEMBERS.has(member))).toEqual([]);
  const redirects = kept.redirect_uris as string[];
  expect(redirects.length).toBeGreaterThan(0);
  for (const uri of redirects) expect(checkRedirect(uri).ok).toBe(true);
  expect(kept.grant_types).toEqual(expect.arrayContaining(["authorization_code"]));
  expect(AUTH_METHODS).toContain(kept.token_endpoint_auth_method);
  expect(Array.from(kept.client_name as string).length).toBeLessThanOrEqual(60);
  expect(kept.client_name).toMatch(/\S/);
  expect(kept.client_name).not.toMatch(/^trinity|official|verified|trusted|[\p{Cc}\p{Cf}\p{Cs}]/iu);
  expect(holdsPrivateKey(kept.jwks)).toBe(false);
  // Postgres takes neither in JSON, and an error there would be ours.
  expect(JSON.stringify(kept)).not.toMatch(/\\u0000|\\ud[89a-f]/);
  const signs = kept.token_endpoint_auth_method === "private_key_jwt";
  expect([kept.jwks, kept.jwks_uri].filter((value) => value !== undefined)).toHaveLength(signs ? 1 : 0);
}

test("E22: whatever is sent, a registration is refused in words or stored within our policy, and taking it again changes nothing", () => {
  let taken = 0;
  fc.assert(
    fc.property(input, (sent) => {
      const accepted = acceptRegistration(sent);
      expectWithinPolicy(accepted);
      if (!accepted.ok) return;
      taken += 1;
      expect(acceptRegistration(accepted.metadata)).toEqual(accepted);
    }),
    RUNS,
  );
  expect(taken).toBeGreaterThan(RUNS.numRuns / 4);
});

test("E06 E13: whatever is published, a document is refused or taken within our policy, and taking it again changes nothing", () => {
  let taken = 0;
  fc.assert(
    fc.property(input, (sent) => {
      const accepted = acceptDocument(ID, sent);
      expectWithinPolicy(accepted);
      if (!accepted.ok) return;
      taken += 1;
      expect(accepted.metadata.client_id).toBe(ID);
      expect(accepted.metadata.token_endpoint_auth_method).not.toMatch(/^client_secret/);
      expect(acceptDocument(ID, accepted.metadata)).toEqual(accepted);
    }),
    RUNS,
  );
  expect(taken).toBeGreaterThan(RUNS.numRuns / 4);
});
