import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { parseConfig } from "./parse-config.ts";

const PAIR = { GOOGLE_CLIENT_ID: "an-id", GOOGLE_CLIENT_SECRET: "a-secret" };
const PUBLIC = {
  PUBLIC_URL: "https://connect.example",
  SECRETS: randomBytes(32).toString("base64"),
  DATABASE_URL: "postgresql://a@b/c",
  DATABASE_AUTH_URL: "postgresql://a@b/c",
  DATABASE_OWNER_URL: "postgresql://a@b/c",
  SMTP_URL: "smtps://mail.example.com",
};

test("without its id and secret there is no Google", () => {
  expect(parseConfig({})).toMatchObject({ ok: true, config: { google: undefined } });
});

test("with both Google is itself, and for tests on this machine somebody else in its place", () => {
  const issuer = "https://accounts.google.com";
  expect(parseConfig({ ...PUBLIC, ...PAIR })).toMatchObject({ ok: true, config: { google: { issuer } } });
  const fake = "http://127.0.0.1:4000";
  expect(parseConfig({ ...PAIR, GOOGLE_ISSUER: fake })).toMatchObject({
    ok: true,
    config: { google: { issuer: fake } },
  });
});

test.each([
  [{ GOOGLE_CLIENT_ID: "an-id" }, "GOOGLE_CLIENT_SECRET"],
  [{ GOOGLE_CLIENT_SECRET: "hidden" }, "GOOGLE_CLIENT_ID"],
  [{ ...PUBLIC, ...PAIR, GOOGLE_ISSUER: "https://accounts.evil.example" }, "GOOGLE_ISSUER"],
])("%o stops the start", (env, name) => {
  expect(parseConfig(env)).toMatchObject({ ok: false, reason: expect.stringContaining(name) });
});
