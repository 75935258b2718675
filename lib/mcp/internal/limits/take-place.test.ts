import { expect, test } from "vitest";
import { takePlace } from "./take-place.ts";

test("a connection has so many places, and another's do not count", () => {
  const taken = Array.from({ length: 64 }, () => takePlace("call", { connection: "a" }));
  expect(taken.every((free) => free !== null)).toBe(true);
  expect(takePlace("call", { connection: "a" })).toBeNull();
  const other = takePlace("call", { connection: "b" });
  expect(other).not.toBeNull();
  for (const free of [...taken, other]) free?.();
});

test("who finds no place under one name takes none under another", () => {
  const taken = Array.from({ length: 8 }, () => takePlace("parked", { connection: "a", instance: "i" }));
  for (let tries = 0; tries < 100; tries++) {
    expect(takePlace("parked", { connection: "a", instance: "i" })).toBeNull();
  }
  const others = Array.from({ length: 56 }, (_, index) =>
    takePlace("parked", { connection: `c${index}`, instance: "i" }),
  );
  expect(others.every((free) => free !== null)).toBe(true);
  expect(takePlace("parked", { connection: "late", instance: "i" })).toBeNull();
  for (const free of [...taken, ...others]) free?.();
});

test("a place is given back once, however often that is said", () => {
  const first = takePlace("watch", { instance: "i", person: "p" });
  const taken = Array.from({ length: 15 }, () => takePlace("watch", { instance: "i", person: "p" }));
  expect(takePlace("watch", { instance: "i", person: "p" })).toBeNull();
  first?.();
  first?.();
  const again = takePlace("watch", { instance: "i", person: "p" });
  expect(again).not.toBeNull();
  expect(takePlace("watch", { instance: "i", person: "p" })).toBeNull();
  for (const free of [again, ...taken]) free?.();
});
