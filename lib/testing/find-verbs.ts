import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Permission } from "#lib/kernel/permissions.ts";
import { ROOMS } from "../rooms.ts";

export type Verb = ((actor: MemberActor, input: unknown) => Promise<unknown>) & {
  action: string;
  permission: Permission;
};
/** `calling`: it asks the outside world between two verbs, of which the last records what was found. */
export type FoundVerb = { name: string; verb: Verb; kind: "command" | "query" | "calling" };

const LIB = path.resolve(import.meta.dirname, "..");
const VERB = /\b(?:command|query)\(|\.permission\b/;

/** Every verb of every room, by what its files export. */
export async function findVerbs(): Promise<FoundVerb[]> {
  const found = new Map<unknown, FoundVerb>();
  for (const room of ROOMS) {
    for (const entry of readdirSync(path.join(LIB, room), { recursive: true, encoding: "utf8" })) {
      if (!entry.endsWith(".ts") || entry.includes(".test.") || entry.includes("generated")) continue;
      const text = readFileSync(path.join(LIB, room, entry), "utf8");
      if (!VERB.test(text) || room === "verbs" || room === "server") continue;
      const exported = (await import(path.join(LIB, room, entry))) as Record<string, unknown>;
      for (const [name, verb] of Object.entries(exported)) {
        if (isVerb(verb)) found.set(verb, { name, verb, kind: toKind(name, text) });
      }
    }
  }
  return [...found.values()];
}

function isVerb(value: unknown): value is Verb {
  return typeof value === "function" && "action" in value && "permission" in value;
}

function toKind(name: string, text: string): FoundVerb["kind"] {
  const made = new RegExp(`\\b${name} = (?:hearAtOnce\\(\\s*)?(command|query)\\(`).exec(text)?.[1];
  return made === "command" || made === "query" ? made : "calling";
}
