import "#server-only";
import type { ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import { type JsonMembers, readMembers, writeMembers } from "#lib/kernel/json-members.ts";

/** The arguments to send, as JSON text; or the limit they do not keep, and whether that argument is not there at all. */
export type LimitedArguments =
  | { ok: true; text: string | undefined }
  | { ok: false; limit: ArgumentLimit; isMissing: boolean };

/**
 * Holds a call's arguments (the text that came, a JSON object or nothing) against the tool's limits. An argument with
 * one allowed value is filled in where it is missing. Any other limited argument has to be there, once and under its
 * exact name; a list has to have elements, all of them allowed. Where nothing is filled in the text stays as it came.
 */
export function limitArguments(limits: readonly ArgumentLimit[], text: string | undefined): LimitedArguments {
  const [first] = limits;
  if (first === undefined) return { ok: true, text };
  const members = readMembers(text ?? "{}");
  if (members === null) return { ok: false, limit: first, isMissing: false };
  const added: [string, string][] = [];
  for (const limit of limits) {
    const value = members.get(limit.argument);
    const [only, ...others] = limit.allowed;
    if (value === undefined && only !== undefined && others.length === 0) {
      added.push([limit.argument, JSON.stringify(limit.kind === "list" ? [only] : only)]);
    } else if (value === undefined) {
      return { ok: false, limit, isMissing: true };
    } else if (!isAllowed(limit, value)) {
      return { ok: false, limit, isMissing: false };
    }
    if (hasLookAlike(members, limit.argument)) return { ok: false, limit, isMissing: false };
  }
  return { ok: true, text: added.length === 0 ? text : writeMembers([...members, ...added]) };
}

function isAllowed({ kind, allowed }: ArgumentLimit, text: string): boolean {
  const value = JSON.parse(text) as unknown;
  if (typeof value === "string") return kind !== "list" && allowed.includes(value);
  if (kind === "text" || !Array.isArray(value) || value.length === 0) return false;
  return value.every((element) => typeof element === "string" && allowed.includes(element));
}

/** An instance may be less exact about names than we are: it must not find a second one that it takes for this. */
function hasLookAlike(members: JsonMembers, argument: string): boolean {
  const folded = fold(argument);
  return [...members.keys()].some((name) => name !== argument && fold(name) === folded);
}

function fold(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
