import { expect, test } from "vitest";
import { Bulkhead } from "./bulkhead.ts";

const LONG = { waitMs: 60_000 };
const bounds = { runningMax: 2, waitingMax: 2, waitingLengthMax: 10 };

test("H16: so many run, so many wait in their order, and the next is refused at once", async () => {
  const bulkhead = new Bulkhead(bounds);
  const [first, second] = [await bulkhead.enter(1, LONG), await bulkhead.enter(1, LONG)];
  const order: string[] = [];
  const third = bulkhead.enter(1, LONG).then((place) => (order.push("third"), place));
  const fourth = bulkhead.enter(1, LONG).then((place) => (order.push("fourth"), place));
  expect(await bulkhead.enter(1, LONG)).toBeNull();
  first?.leave();
  first?.leave();
  (await third)?.leave();
  (await fourth)?.leave();
  second?.leave();
  expect(order).toEqual(["third", "fourth"]);
  expect(bulkhead.isIdle).toBe(true);
});

test("H16: what waits is bounded by its size as well", async () => {
  const bulkhead = new Bulkhead(bounds);
  const places = [await bulkhead.enter(99, LONG), await bulkhead.enter(99, LONG)];
  const waiting = bulkhead.enter(8, LONG);
  expect(await bulkhead.enter(3, LONG)).toBeNull();
  for (const place of places) place?.leave();
  (await waiting)?.leave();
  expect(bulkhead.isIdle).toBe(true);
});

test("who gives up waiting, or waits too long, leaves the line", async () => {
  const bulkhead = new Bulkhead(bounds);
  const places = [await bulkhead.enter(1, LONG), await bulkhead.enter(1, LONG)];
  const leaving = new AbortController();
  const left = bulkhead.enter(5, { ...LONG, signal: leaving.signal });
  const late = bulkhead.enter(5, { waitMs: 1 });
  leaving.abort();
  expect([await left, await late]).toEqual([null, null]);
  const waiting = bulkhead.enter(10, LONG);
  for (const place of places) place?.leave();
  (await waiting)?.leave();
  expect(bulkhead.isIdle).toBe(true);
});
