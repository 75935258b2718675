import { expect, test } from "vitest";
import { formatTable } from "./print-table.ts";

const HEAD = ["TIME", "NUMBER", "FURTHEST", "VERDICT"];
const ROWS = [
  ["17:40", "CCK2-BERW", "S0 Reached us", "The app asked for an address that is not one of ours."],
  ["17:41", "M816-KG9A", "-", ""],
];

test("where there is room each row is one line, so that it can be searched", () => {
  expect(formatTable(HEAD, ROWS, Infinity)).toEqual([
    "TIME   NUMBER     FURTHEST       VERDICT",
    "17:40  CCK2-BERW  S0 Reached us  The app asked for an address that is not one of ours.",
    "17:41  M816-KG9A  -",
  ]);
});

test("on a narrow terminal no line is wider than it, and what does not fit stands under its row", () => {
  expect(formatTable(HEAD, ROWS, 40)).toEqual([
    "TIME   NUMBER     FURTHEST",
    "17:40  CCK2-BERW  S0 Reached us",
    "    verdict: The app asked for an",
    "    address that is not one of ours.",
    "17:41  M816-KG9A  -",
  ]);
  expect(formatTable(HEAD, ROWS, 20)).toEqual([
    "TIME   NUMBER",
    "17:40  CCK2-BERW",
    "    furthest: S0",
    "    Reached us",
    "    verdict: The app",
    "    asked for an",
    "    address that is",
    "    not one of ours.",
    "17:41  M816-KG9A",
  ]);
});
