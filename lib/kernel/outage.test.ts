import { expect, test } from "vitest";
import { isOutage } from "./outage.ts";

const coded = (code: string, message = "x") => Object.assign(new Error(message), { code });

test.each([
  ["nobody listens", coded("ECONNREFUSED")],
  ["the database shuts down", coded("57P01")],
  ["the database starts up", coded("57P03")],
  ["the connection broke", new Error("Connection terminated unexpectedly")],
  ["nobody answers", new Error("Query read timeout")],
  ["Prisma cannot reach it", coded("P1001")],
  ["it is wrapped", new Error("query failed", { cause: coded("ECONNRESET") })],
])("K03: an outage is one when %s", (_name, error) => {
  expect(isOutage(error)).toBe(true);
});

test.each([
  ["a row that exists", coded("23505")],
  ["a broken statement", coded("42601")],
  ["our own error", new Error("no such thing")],
  ["no error at all", "ECONNREFUSED"],
])("K03: %s is not an outage", (_name, error) => {
  expect(isOutage(error)).toBe(false);
});

test("a circle of causes ends", () => {
  const error = new Error("a");
  error.cause = error;
  expect(isOutage(error)).toBe(false);
});
