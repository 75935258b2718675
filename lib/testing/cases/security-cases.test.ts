import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../../..");
const CASE = /^- \*\*([A-L]\d\d)\*\* (.+?) _(.+)_ (?:(`[^`]+`(?:, `[^`]+`)*)|(Not played: .+\.))$/gm;
/** What nothing here could play, and the document says why. */
const NOT_PLAYED = ["H25", "I22", "J18", "J19", "J22", "L09", "L10"];
/** A test's name begins with the numbers of the cases it plays, and a colon. */
const NAME = /["'`]((?:[A-M]\d\d(?:, | )?)+):/g;
/** The numbers of F count failures of connecting there, and everywhere above F10. */
const FAILURES = "lib/testing/connecting/";
const isCase = (file: string, number: string) =>
  !number.startsWith("F") || (number <= "F10" && !file.startsWith(FAILURES));

const DOCUMENT = readFileSync(path.join(ROOT, "docs/security/cases.md"), "utf8");
const rows = [...DOCUMENT.matchAll(CASE)].map(([, number = "", attempt = "", outcome = "", tested = ""]) => ({
  number,
  attempt: attempt.trim(),
  outcome: outcome.trim(),
  files: [...tested.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file),
}));

function findTests(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "generated" ? [] : findTests(file);
    return /\.(?:test|spec)\.tsx?$/.test(entry.name) ? [file] : [];
  });
}

/** The cases each test file names. */
const named = new Map(
  ["app", "e2e", "lib"].flatMap(findTests).map((file) => {
    const source = readFileSync(path.join(ROOT, file), "utf8");
    const numbers = [...source.matchAll(NAME)].flatMap(([, some = ""]) => some.match(/[A-L]\d\d/g) ?? []);
    return [file, new Set(numbers.filter((number) => isCase(file, number)))] as const;
  }),
);

test("every case says what is tried and what must happen, once, in order", () => {
  const numbers = rows.map(({ number }) => number);
  expect(numbers).toEqual([...new Set(numbers)].toSorted());
  expect(rows.filter(({ attempt, outcome }) => !attempt.endsWith(".") || !outcome.endsWith("."))).toEqual([]);
  expect(numbers).toHaveLength(DOCUMENT.match(/^- /gm)?.length ?? 0);
  expect(numbers.length).toBeGreaterThan(150);
});

test("every case is played by a test that names it, where the document says", () => {
  expect(rows.filter(({ files }) => files.length === 0).map(({ number }) => number)).toEqual(NOT_PLAYED);
  const wrong = rows.flatMap(({ number, files }) =>
    files.filter((file) => !named.get(file)?.has(number)).map((file) => `${number} ${file}`),
  );
  expect(wrong).toEqual([]);
});

test("no test names a case the document does not explain", () => {
  const known = new Set(rows.map(({ number }) => number));
  const unknown = [...named].flatMap(([file, numbers]) =>
    [...numbers].filter((number) => !known.has(number)).map((number) => `${number} ${file}`),
  );
  expect(unknown).toEqual([]);
});
