import { expect, test } from "vitest";
import { findContactAddress } from "./find-contact-address.ts";

test.each([
  ["Trinity Connect <connect@acme.example>", "connect@acme.example"],
  ["connect@acme.example", "connect@acme.example"],
  ["Trinity Connect <connect@localhost>", null],
  ["Acme <no-reply@acme.example>", null],
  ["donotreply@acme.example", null],
  ["Acme <connect@acme.example?cc=other@acme.example>", null],
  ["Acme", null],
])("of %j people can write to %j", (mailFrom, address) => {
  expect(findContactAddress(mailFrom)).toBe(address);
});
