import { expect, test } from "vitest";
import { makeSecret, signDelivery } from "./sign-delivery.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const EXAMPLE = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: new Date(1_614_265_330_000) };

test("L11: a delivery is signed as the example of Standard Webhooks is", () => {
  expect(signDelivery('{"test": 2432232314}', { ...EXAMPLE, secrets: [SECRET] })).toEqual({
    "webhook-id": EXAMPLE.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

test("two secrets make two signatures, the newer first", () => {
  const newer = makeSecret();
  expect(newer).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const { "webhook-signature": both = "" } = signDelivery("x", { ...EXAMPLE, secrets: [newer, SECRET] });
  const { "webhook-signature": old } = signDelivery("x", { ...EXAMPLE, secrets: [SECRET] });
  expect(both.split(" ")[1]).toBe(old);
  expect(both.split(" ")[0]).not.toBe(old);
});
