import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const ROOT = path.resolve(import.meta.dirname, "../..");
const IMPORT = /^(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)";/gms;
const CLIENT = /^"use client";/;
/** Calls of these are requests: what they import stays at the server. */
const ACTIONS = /^"use server";/;

const read = (file: string) => readFileSync(file, "utf8");

function resolve(from: string, specifier: string): string | null {
  const file = specifier.startsWith("#lib/")
    ? path.join(ROOT, specifier.slice(1))
    : specifier.startsWith(".")
      ? path.resolve(path.dirname(from), specifier)
      : null;
  return file !== null && existsSync(file) && !ACTIONS.test(read(file)) ? file : null;
}

/** The way from that file to the package, by what it imports; null when there is none. */
function findWay(file: string, wanted: string, seen = new Set<string>()): string[] | null {
  if (seen.has(file)) return null;
  seen.add(file);
  for (const [, specifier = ""] of read(file).matchAll(IMPORT)) {
    const next = resolve(file, specifier);
    const rest = specifier === wanted ? [] : next === null ? null : findWay(next, wanted, seen);
    if (rest !== null) return [path.relative(ROOT, file), ...rest];
  }
  return null;
}

// It weighs more than the pages' own scripts, and tries out `eval`, which our content security policy reports.
test("no script of a page has zod in it: closed lists that pages need are in a room's terms.ts", () => {
  const scripts = readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => path.join(ROOT, "app", file))
    .filter((file) => CLIENT.test(read(file)));
  expect(scripts.length).toBeGreaterThan(50);
  expect(scripts.flatMap((file) => findWay(file, "zod") ?? [])).toEqual([]);
});
