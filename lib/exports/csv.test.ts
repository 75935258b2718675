import { describe, expect, test } from "vitest";
import { localTimeIn } from "./internal/local-time.ts";
import { writeCsvLine } from "./write-csv-line.ts";

describe("I17: a cell of CSV", () => {
  test.each([
    ["=HYPERLINK(A1)", "'=HYPERLINK(A1)"],
    ["+1", "'+1"],
    ["-2+3", "'-2+3"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\tx", "'\tx"],
    ["\rx", `"'\rx"`],
    ["\n=x", `"'\n=x"`],
    ["\uff1dcmd", "'\uff1dcmd"],
    ["=1,2", `"'=1,2"`],
    [`say "hi"`, `"say ""hi"""`],
    ["a\r\nb", `"a\r\nb"`],
    ["harmless = text", "harmless = text"],
    ["", ""],
  ])("%j is written %j, so that no spreadsheet runs it", (value, written) => {
    expect(writeCsvLine([value])).toBe(`${written}\r\n`);
  });

  test("numbers, truths and nothing stay what they are", () => {
    expect(writeCsvLine([-1, 0.5, true, null, "x"])).toBe("-1,0.5,true,,x\r\n");
  });
});

describe("a time in a zone", () => {
  test.each([
    ["Europe/Berlin", "2026-03-29T00:59:59.999Z", "2026-03-29T01:59:59.999+01:00"],
    ["Europe/Berlin", "2026-03-29T01:00:00.000Z", "2026-03-29T03:00:00.000+02:00"],
    ["Asia/Kathmandu", "2026-11-29T14:00:00.001Z", "2026-11-29T19:45:00.001+05:45"],
    ["America/New_York", "2026-12-31T23:30:00.000Z", "2026-12-31T18:30:00.000-05:00"],
    ["UTC", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.000+00:00"],
  ])("in %s of %s is %s", (zone, at, text) => {
    const written = localTimeIn(zone)(new Date(at));
    expect(written).toBe(text);
    expect(new Date(written).toISOString()).toBe(at);
  });
});
