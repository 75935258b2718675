import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { AUDIT_ACTIONS } from "#lib/audit/schema.ts";
import messages from "../../app/_messages/en/audit.json";
import { ROOMS } from "../rooms.ts";

const LIB = path.resolve(import.meta.dirname, "..");
const QUERY = /\bquery\(\{\s*action: "[^"]+"/g;
const ACTION = /\baction: "([a-z-]+\.[a-z-]+)"/g;

/** Every action a file can write to an audit log: its commands', and what it appends by itself. */
function findActions(file: string): string[] {
  const text = readFileSync(file, "utf8");
  if (!/\b(?:command|appendAudit)\(/.test(text)) return [];
  return [...text.replaceAll(QUERY, "").matchAll(ACTION)].map(([, action]) => action ?? "");
}

const written = ROOMS.flatMap((room) =>
  readdirSync(path.join(LIB, room), { recursive: true, encoding: "utf8" })
    .filter((entry) => entry.endsWith(".ts") && !entry.includes(".test.") && !entry.includes("generated"))
    .flatMap((entry) => findActions(path.join(LIB, room, entry))),
);

test("every action that can be written is in the closed list", () => {
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter((action) => !(AUDIT_ACTIONS as readonly string[]).includes(action))).toEqual([]);
  expect(AUDIT_ACTIONS).toEqual([...new Set(AUDIT_ACTIONS)].toSorted());
});

test("every action and what it is done to has words, and no words are left over", () => {
  const actions: Record<string, Record<string, string>> = messages.actions;
  const worded = Object.entries(actions).flatMap(([subject, verbs]) =>
    Object.keys(verbs).map((verb) => `${subject}.${verb}`),
  );
  expect(worded.toSorted()).toEqual(AUDIT_ACTIONS);
  expect(Object.keys(messages.subjects).toSorted()).toEqual(Object.keys(actions).toSorted());
});
