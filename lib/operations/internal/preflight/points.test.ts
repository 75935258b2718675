import { expect, test } from "vitest";
import { listPreflightPoints } from "../../list-preflight-points.ts";
import { IN_ORDER, POINTS } from "./points.ts";

test("the list is closed: 24 points by the checklist's own numbers, each run once", () => {
  const numbers = Array.from({ length: 24 }, (_, index) => index + 1);
  expect(POINTS.map(({ number }) => number)).toEqual(numbers);
  expect(IN_ORDER.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual(numbers);
  expect(POINTS.filter(({ checks }) => checks.length === 0)).toEqual([]);
});

test("no two checks share an id", () => {
  const ids = POINTS.flatMap(({ checks }) => checks.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

test("every way to fail says in whole sentences what is wrong and what to do", () => {
  const words = listPreflightPoints().flatMap(({ checks }) =>
    checks.flatMap(({ id, failures }) =>
      Object.entries(failures).flatMap(([code, { cause, fix }]) => [
        [id, code, cause],
        [id, code, fix],
      ]),
    ),
  );
  expect(words.length).toBeGreaterThan(100);
  expect(words.filter(([, , text = ""]) => !/^\w.{8,}\.$/s.test(text))).toEqual([]);
});
