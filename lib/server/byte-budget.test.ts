import { expect, test } from "vitest";
import { ByteBudget } from "./byte-budget.ts";

function fill(entries: [owner: string, bytes: number][], bytesMax = 100) {
  const budget = new ByteBudget(bytesMax);
  const given: string[] = [];
  const whats = entries.map(([owner, bytes], index) => {
    const what = {};
    budget.add(what, bytes, { owner, giveUp: () => given.push(`${owner} ${index}`) });
    return what;
  });
  return { budget, given, whats };
}

test("K05: beyond the bound the oldest of whoever holds most is given up, and nobody else", () => {
  const { budget, given } = fill([
    ["ann", 30],
    ["eve", 20],
    ["eve", 20],
    ["eve", 20],
    ["bob", 25],
  ]);
  expect(given).toEqual(["eve 1"]);
  expect(budget.bytes).toBe(95);
});

test("K05: what grows bit by bit counts whole, and one that is too much for itself goes", () => {
  const { budget, given, whats } = fill([["ann", 60]]);
  const giveUp = () => given.push("grown");
  budget.add(whats[0] ?? {}, 30, { owner: "ann", giveUp });
  expect(given).toEqual([]);
  budget.add(whats[0] ?? {}, 30, { owner: "ann", giveUp });
  expect(given).toEqual(["ann 0"]);
  expect(budget.bytes).toBe(0);
});

test("K05: what was let go makes room, once", () => {
  const { budget, given, whats } = fill([
    ["ann", 60],
    ["bob", 40],
  ]);
  for (let times = 0; times < 2; times++) budget.release(whats[0] ?? {});
  expect(budget.bytes).toBe(40);
  budget.add({}, 60, { owner: "eve", giveUp: () => given.push("eve") });
  expect(given).toEqual([]);
});
