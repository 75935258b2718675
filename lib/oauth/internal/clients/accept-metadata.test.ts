import { expect, test } from "vitest";
import { acceptDocument } from "./accept-metadata.ts";

const ID = "https://app.example/client.json";
const DOCUMENT = { client_id: ID, client_name: "App", redirect_uris: ["https://app.example/cb"] };

test("E07: a document whose redirects are all loopback is native, so that its port is free", () => {
  const redirect_uris = ["http://localhost/callback", "http://127.0.0.1/callback"];
  expect(acceptDocument(ID, { ...DOCUMENT, redirect_uris, application_type: "web" })).toMatchObject({
    ok: true,
    metadata: { client_id: ID, application_type: "native" },
  });
  expect(acceptDocument(ID, DOCUMENT)).toMatchObject({ metadata: { application_type: "web" } });
});

test("E08: grants we do not have are dropped from a document, not refused", () => {
  const grant_types = ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"];
  expect(acceptDocument(ID, { ...DOCUMENT, grant_types })).toMatchObject({
    metadata: { grant_types: ["authorization_code", "refresh_token"] },
  });
});

test("a document that only wants codes gets no refresh token", () => {
  expect(acceptDocument(ID, { ...DOCUMENT, grant_types: ["authorization_code"] })).toMatchObject({
    metadata: { grant_types: ["authorization_code"] },
  });
});

test.each([
  ["E06: another client_id", { client_id: "https://app.example/other.json" }],
  ["E09: an http redirect", { redirect_uris: ["http://app.example/cb"] }],
  ["E13: a shared secret", { client_secret: "x" }],
  ["E13: a secret method", { token_endpoint_auth_method: "client_secret_basic" }],
  ["E13: a private key", { jwks: { keys: [{ kty: "EC", d: "x" }] } }],
  ["eleven redirects", { redirect_uris: Array.from({ length: 11 }, (_, n) => `https://app.example/${n}`) }],
])("a document with %s is refused", (_name, extra) => {
  expect(acceptDocument(ID, { ...DOCUMENT, ...extra }).ok).toBe(false);
});

test.each([null, [], "x", 7])("E06: %j is no document", (value) => {
  expect(acceptDocument(ID, value).ok).toBe(false);
});

test("E14: keys, sectors and logos are never kept", () => {
  const accepted = acceptDocument(ID, {
    ...DOCUMENT,
    jwks_uri: "https://169.254.169.254/",
    sector_identifier_uri: "https://10.0.0.1/",
    logo_uri: "https://10.0.0.1/x",
    client_uri: "https://app.example",
  });
  expect(Object.keys(accepted.ok ? accepted.metadata : {}).toSorted()).toEqual([
    "application_type",
    "client_id",
    "client_name",
    "client_uri",
    "grant_types",
    "redirect_uris",
    "response_types",
    "token_endpoint_auth_method",
  ]);
});
