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
  const taken = Array.from({ length: 8 }, () =>
    takePlace("parked", { connection: "a", person: "p", tenant: "t", instance: "i" }),
  );
  for (let tries = 0; tries < 100; tries++) {
    expect(takePlace("parked", { connection: "a", person: "p", tenant: "t", instance: "i" })).toBeNull();
  }
  const others = Array.from({ length: 56 }, (_, index) =>
    takePlace("parked", { connection: `c${index}`, person: `p${index}`, tenant: "t", instance: "i" }),
  );
  expect(others.every((free) => free !== null)).toBe(true);
  expect(takePlace("parked", { connection: "late", person: "late", tenant: "t", instance: "i" })).toBeNull();
  for (const free of [...taken, ...others]) free?.();
});

test.each([
  ["person", 256],
  ["tenant", 5_000],
] as const)("with however many connections, one %s takes no more than %d streams", (whose, max) => {
  let count = 0;
  const take = (own: string) =>
    takePlace("stream", {
      connection: `c${count++ >> 4}`,
      person: `p${count >> 8}`,
      tenant: "t",
      [whose]: own,
    });
  const taken = Array.from({ length: max }, () => take("greedy"));
  expect(taken.every((free) => free !== null)).toBe(true);
  expect(take("greedy")).toBeNull();
  const other = take("other");
  expect(other).not.toBeNull();
  for (const free of [...taken, other]) free?.();
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
