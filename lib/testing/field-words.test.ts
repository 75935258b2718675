import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { explainIssue } from "#lib/verbs/explain-issue.ts";

const LIB = path.resolve(import.meta.dirname, "..");
const APP = path.resolve(LIB, "../app");
const INPUT = /^export const (\w+Input) = /gm;
/** What a form, or whoever writes its request by hand, may send in a field's place. */
const BAD: Record<string, unknown> = {
  missing: undefined,
  nothing: null,
  empty: "",
  blank: "  ",
  "too long": "x".repeat(100_000),
  "a wrong text": "\u0000\u202e<not it>",
  "no number": Number.NaN,
  "too small a number": -1e9,
  "too large a number": 1e12,
  "a broken number": 1.5,
  "an empty list": [],
  "too long a list": Array.from({ length: 20_000 }, (_, index) => `x${index}`),
  "a list of too long texts": ["x".repeat(100_000)],
  "a list of nonsense": [{}],
  "an object": { nonsense: true },
};

function listFiles(dir: string, pattern: RegExp): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .filter((file) => pattern.test(file) && !/\.test\.|generated|testing\//.test(file))
    .map((file) => path.join(dir, file));
}

async function findInputs(): Promise<Map<string, z.ZodType>> {
  const inputs = new Map<string, z.ZodType>();
  for (const file of listFiles(LIB, /\.ts$/)) {
    const names = [...readFileSync(file, "utf8").matchAll(INPUT)].map(([, name = ""]) => name);
    if (names.length === 0) continue;
    const exported = (await import(file)) as Record<string, unknown>;
    for (const name of names) if (exported[name] instanceof z.ZodType) inputs.set(name, exported[name]);
  }
  return inputs;
}

function toObjects(schema: z.ZodType): z.ZodObject[] {
  if (schema instanceof z.ZodObject) return [schema];
  return schema instanceof z.ZodUnion ? schema.options.flatMap((one) => toObjects(one as z.ZodType)) : [];
}

type Told = { at: string; sentence: string; theirs: string };

/** What each kind of nonsense in each member is told, and what the library would have said of the same. */
function provoke(name: string, schema: z.ZodType): Told[] {
  return toObjects(schema).flatMap((object) =>
    Object.keys(object.shape).flatMap((member) =>
      Object.entries(BAD).flatMap(([kind, bad]) => {
        const raw = bad === undefined ? {} : { [member]: bad };
        const ours = object.safeParse(raw, { error: explainIssue }).error?.issues ?? [];
        const theirs = object.safeParse(raw, { error: () => undefined }).error?.issues ?? [];
        return ours.map(({ message }, index) => ({
          at: `${name}.${member}: ${kind}`,
          sentence: message,
          theirs: theirs[index]?.message ?? "",
        }));
      }),
    ),
  );
}

/** The library's sentences begin like this; none of ours may. */
const FOREIGN = /^(?:Invalid|Too (?:big|small)|Unrecognized|Expected)\b/;

test("too long, wrong, missing: whatever is sent in a field's place, what stands there is a sentence of ours", async () => {
  const inputs = await findInputs();
  expect(inputs.size).toBeGreaterThan(90);
  const told = [...inputs].flatMap(([name, schema]) => provoke(name, schema));
  // The test bites: without the forms' words, the library's would show.
  expect(told.some(({ theirs }) => FOREIGN.test(theirs))).toBe(true);
  for (const { at, sentence } of told) {
    expect(sentence, at).not.toMatch(FOREIGN);
    expect(sentence, at).toMatch(/^[A-Z][^!]*\.$/);
    expect(sentence, at).not.toMatch(/not it|xxx|undefined|NaN/);
  }
});

test("every input of a verb is among them", async () => {
  const inputs = await findInputs();
  const verbs = listFiles(LIB, /\.ts$/).map((file) => readFileSync(file, "utf8"));
  const named = verbs
    .filter((text) => /\b(?:command|query|operatorVerb)\(|\bparseInput\(/.test(text))
    .flatMap((text) => [...text.matchAll(/(?:^\s+input: |\bparseInput\()(\w+Input)\b/gm)])
    .map(([, name = ""]) => name);
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((name) => !inputs.has(name))).toEqual([]);
});

test("no page shows what a schema complains of but through the forms' one way", () => {
  const showing = listFiles(APP, /\.tsx?$/).filter((file) =>
    /\btoFieldErrors\(|\.issues\b|flattenError|treeifyError|prettifyError/.test(readFileSync(file, "utf8")),
  );
  expect(showing.map((file) => path.relative(APP, file)).toSorted()).toEqual([
    "(console)/submit-form.ts",
    "(console)/to-field-errors.ts",
  ]);
});
