import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { findWeakSecret } from "./check-secrets.ts";

const GOOD = "kq3J0yQm9S1c7u2V4b8X5n6Z1w0E3r9T2y5U8i1O4p7=";

test.each([
  ["changeme", "has 6 bytes"],
  [randomBytes(31).toString("base64"), "has 31 bytes"],
  [randomBytes(24).toString("hex"), "has 24 bytes"],
  ["x".repeat(64), "repeats itself"],
  ["0".repeat(64), "repeats itself"],
  ["ChangeMe1".repeat(6), "repeats itself"],
  ["0123456789abcdef".repeat(4), "repeats itself"],
  ["kq3J0yQm9S1c7u2V4b8X5n6Z1w0E3r9T2y5U8ichangeme", "somebody typed it"],
  ["MySuperSecretThatNobodyKnowsBecauseIsLongAndGood", "somebody typed it"],
  ["replace-me-with-32-random-bytes-from-openssl-now", "somebody typed it"],
  ["correct-horse-battery-staple-and-some-more-words", "is not random"],
  ["kq3J0yQm9S1c7u2V4b8X5n6Z1w0E3r9T2y5U8i1O4p7!!", "neither base64 nor hex"],
])("M03 J11: %s stops the start", (secret, problem) => {
  const sentence = findWeakSecret([GOOD, secret]);
  expect(sentence).toMatch(
    /^Secret 2 of SECRETS is too weak: it .*; make one with `openssl rand -base64 32`\.$/,
  );
  expect(sentence).toContain(problem);
  expect(sentence).not.toContain(secret);
});

test("M03: one secret listed twice stops the start, in whichever spelling", () => {
  const bytes = randomBytes(32);
  const twice = [bytes.toString("base64"), GOOD, bytes.toString("hex")];
  expect(findWeakSecret(twice)).toContain("Secret 3 of SECRETS is the same as secret 1");
});

test("random secrets of every usual spelling are taken", () => {
  for (let count = 0; count < 2000; count++) {
    const bytes = randomBytes(32);
    expect(findWeakSecret([bytes.toString("base64"), randomBytes(32).toString("hex")])).toBeUndefined();
    expect(findWeakSecret([randomBytes(48).toString("base64url")])).toBeUndefined();
  }
  expect(findWeakSecret([])).toBeUndefined();
});
