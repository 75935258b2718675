import { expect, test } from "vitest";
import { EFFECTS, isWithinEffect } from "./effects.ts";

test("an app may use what its limit names and what is less, and everything without one", () => {
  const within = EFFECTS.map((max) =>
    EFFECTS.filter((effect) => isWithinEffect({ effect, credential: false }, max)),
  );
  expect(within).toEqual([["read"], ["read", "write"], ["read", "write", "external"], [...EFFECTS]]);
  expect(isWithinEffect({ effect: "destructive", credential: true }, undefined)).toBe(true);
});

test("credentials are beyond every limit, reading them too", () => {
  const max = EFFECTS.filter((limit) => isWithinEffect({ effect: "read", credential: true }, limit));
  expect(max).toEqual(["destructive"]);
});
