import { describe, expect, test } from "vitest";
import { CallCounts } from "./call-counts.ts";
import { SlidingCount } from "./sliding-count.ts";

const START = 1_000 * 60_000;
const limited = (limit: number, name = "a") => [{ name, limit }];

describe("a limit a minute", () => {
  test("lets exactly as many through at once, and says how long the next has to wait", () => {
    const counts = new CallCounts();
    for (let count = 0; count < 10; count += 1) expect(counts.take(limited(10), START)).toBeNull();
    const wait = counts.take(limited(10), START) ?? 0;
    expect(counts.take(limited(10), START + wait - 1)).not.toBeNull();
    expect(counts.take(limited(10), START + wait)).toBeNull();
  });

  test("is never taken twice across the turn of a minute", () => {
    const counts = new CallCounts();
    const late = START + 59_000;
    for (let count = 0; count < 10; count += 1) counts.take(limited(10), late);
    const passed = Array.from({ length: 10 }, () => counts.take(limited(10), late + 2_000)).filter(
      (wait) => wait === null,
    );
    expect(passed).toEqual([]);
  });

  test("lets an even stream at its rate through for ever, and of twice the rate about half", () => {
    const counts = new CallCounts();
    const at = (everyMs: number, minutes: number) => {
      let passed = 0;
      for (let now = 0; now < minutes * 60_000; now += everyMs)
        if (counts.take(limited(60, `every ${everyMs}`), START + now) === null) passed += 1;
      return passed / minutes;
    };
    expect(at(1_010, 10)).toBeGreaterThan(58);
    const half = at(500, 10);
    expect(half).toBeGreaterThan(50);
    expect(half).toBeLessThan(66);
  });

  test("counts what was refused against nobody", () => {
    const counts = new CallCounts();
    const both = [...limited(1, "small"), ...limited(10, "large")];
    expect(counts.take(both, START)).toBeNull();
    for (let count = 0; count < 20; count += 1) expect(counts.take(both, START)).not.toBeNull();
    for (let count = 0; count < 9; count += 1) expect(counts.take(limited(10, "large"), START)).toBeNull();
    expect(counts.take(limited(10, "large"), START)).not.toBeNull();
  });

  test("waits as long as the fullest of several says", () => {
    const counts = new CallCounts();
    counts.take(limited(1, "full"), START);
    const alone = counts.take(limited(1, "full"), START + 5_000);
    const late = counts.take([...limited(1, "full"), ...limited(9, "empty")], START + 5_000);
    expect([alone, late]).toEqual([115_000, 115_000]);
  });

  test("begins anew when the clock was set back, and when nothing came for minutes", () => {
    const counts = new CallCounts();
    for (let count = 0; count < 10; count += 1) counts.take(limited(10), START);
    expect(counts.take(limited(10), START - 3_600_000)).toBeNull();
    for (let count = 0; count < 10; count += 1) counts.take(limited(10), START);
    expect(counts.take(limited(10), START + 120_000)).toBeNull();
  });
});

describe("what is kept", () => {
  test("is bounded: the names used longest ago go first", () => {
    const counts = new CallCounts(100);
    counts.take(limited(2, "busy"), START);
    for (let count = 0; count < 50; count += 1) counts.take(limited(2, `early ${count}`), START);
    counts.take(limited(2, "busy"), START + 60_000);
    for (let count = 0; count < 70; count += 1) counts.take(limited(2, `late ${count}`), START + 60_000);
    expect(counts.size).toBe(100);
    expect(counts.take(limited(2, "busy"), START + 60_000)).not.toBeNull();
  });

  test("shrinks when people are gone", () => {
    const counts = new CallCounts();
    for (let count = 0; count < 1_000; count += 1) counts.take(limited(2, `gone ${count}`), START);
    counts.take(limited(2, "new"), START + 180_000);
    expect(counts.size).toBe(1);
  });
});

describe("among instances", () => {
  test("only what is above a quarter of its limit is told, once until it counts again", () => {
    const counts = new CallCounts();
    for (let count = 0; count < 2; count += 1) counts.take(limited(12), START);
    expect(counts.isAnyHot).toBe(false);
    counts.take(limited(12), START);
    expect(counts.takeHot().map(({ untold }) => untold.count)).toEqual([3]);
    expect(counts.isAnyHot).toBe(false);
    counts.take(limited(12), START);
    expect(counts.isAnyHot).toBe(true);
  });

  test("what the others counted counts here, and reaches into the next minute", () => {
    const count = new SlidingCount("a", START);
    count.add(START);
    count.exchange(count.untold.window, 1, 9);
    expect(count.untold.count).toBe(0);
    expect(count.findWait(10, START)).toBeNull();
    count.add(START);
    expect(count.findWait(10, START)).not.toBeNull();
    expect(count.estimate(START + 90_000)).toBe(5);
  });

  test("an answer that comes after its minute is dropped", () => {
    const count = new SlidingCount("a", START);
    count.add(START);
    const { window } = count.untold;
    count.add(START + 60_000);
    count.exchange(window, 1, 1_000);
    expect(count.estimate(START + 60_000)).toBe(2);
  });
});
