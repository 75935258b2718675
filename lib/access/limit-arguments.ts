import "#server-only";
import type { ArgumentLimit } from "#lib/catalog/narrow-schema.ts";
import { type JsonMembers, readMembers, writeMembers } from "#lib/kernel/json-members.ts";

/** The arguments to send, as JSON text; or the limit they do not keep, and whether that argument is not there at all. */
export type LimitedArguments =
  | { ok: true; text: string | undefined }
  | { ok: false; limit: ArgumentLimit; isMissing: boolean };

/** No argument that can be limited has half as long a name. */
const NAME_LENGTH_MAX = 256;
const ASCII = /^[\x20-\x7e]*$/;

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
  const spellings = listSpellings(members, limits);
  if (spellings === null) return { ok: false, limit: first, isMissing: false };
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
    const spelled = spellings.get(fold(limit.argument)) ?? [];
    if (spelled.some((name) => name !== limit.argument)) return { ok: false, limit, isMissing: false };
  }
  return { ok: true, text: added.length === 0 ? text : writeMembers([...members, ...added]) };
}

function isAllowed({ kind, allowed }: ArgumentLimit, text: string): boolean {
  const value = JSON.parse(text) as unknown;
  if (typeof value === "string") return kind !== "list" && allowed.includes(value);
  if (kind === "text" || !Array.isArray(value) || value.length === 0) return false;
  return value.every((element) => typeof element === "string" && allowed.includes(element));
}

/**
 * How the call writes the limited arguments: an instance may be less exact about names than we are, and must not find a
 * second one that it takes for one of these. Every name is looked at once. Null with a name nobody gives an argument.
 */
function listSpellings(
  members: JsonMembers,
  limits: readonly ArgumentLimit[],
): ReadonlyMap<string, readonly string[]> | null {
  const spellings = new Map<string, string[]>(limits.map(({ argument }) => [fold(argument), []]));
  for (const name of members.keys()) {
    if (name.length > NAME_LENGTH_MAX) return null;
    spellings.get(fold(name))?.push(name);
  }
  return spellings;
}

function fold(name: string): string {
  if (ASCII.test(name)) return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");
}
