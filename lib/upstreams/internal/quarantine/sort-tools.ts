import "#server-only";
import { findLookalikes } from "#lib/catalog/find-lookalikes.ts";
import { judgeListedTool } from "#lib/catalog/judge-listed-tool.ts";
import { QUARANTINE_REASONS, type QuarantineReason } from "#lib/catalog/schema.ts";
import { isObject } from "#lib/kernel/json.ts";
import { hashDefinition } from "../../hash-definition.ts";
import { isToolName } from "../../schema.ts";

/** A tool as the instance lists it, every member as it came. */
export type ToolDefinition = { readonly name: string; readonly [member: string]: unknown };

/** A tool that is left out: its name as a page can show it, "" where it has none, and why. */
export type QuarantinedTool = { readonly name: string; readonly reason: QuarantineReason };

export type SortedTools = { tools: ToolDefinition[]; quarantined: QuarantinedTool[] };

/** Of what is left out of a list, so many are told of; one more is kept, so that a page can say that there are others. */
export const QUARANTINED_SHOWN_MAX = 100;
const SHOWN_LENGTH_MAX = 80;
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Tells what an instance lists into tools that can be used and those that are left out, each in the order of the list. A
 * name stands in one of the two: one that is listed again in other words is left out altogether, since nobody could say
 * which of them a call reaches. Of those left out the first are kept, each name and reason once.
 */
export function sortTools(listed: readonly unknown[]): SortedTools {
  const left = new LeftOut();
  const byName = new Map<string, ToolDefinition[]>();
  for (const entry of listed) {
    if (isNamed(entry)) byName.set(entry.name, [...(byName.get(entry.name) ?? []), entry]);
    else left.addOdd(entry);
  }
  const lookalikes = findLookalikes([...byName.keys()]);
  const tools: ToolDefinition[] = [];
  for (const [name, [first, ...others]] of byName) {
    if (first === undefined) continue;
    const reason = lookalikes.has(name) ? "name_alike" : judgeSame(name, [first, ...others], left.cutNames);
    if (reason === null) tools.push(first);
    else left.add(name, reason);
  }
  return { tools, quarantined: left.tools };
}

function judgeSame(
  name: string,
  definitions: readonly ToolDefinition[],
  cutNames: ReadonlySet<string>,
): QuarantineReason | null {
  if (!isToolName(name)) return "name_not_taken";
  if (cutNames.has(name)) return "name_twice";
  for (const definition of definitions) {
    const reason = judgeListedTool(definition);
    if (reason !== null) return reason;
  }
  if (definitions.length === 1) return null;
  return new Set(definitions.map(hashDefinition)).size === 1 ? null : "name_twice";
}

class LeftOut {
  /** Names of tools that were cut before they were read. */
  readonly cutNames = new Set<string>();
  readonly #tools = new Map<string, QuarantinedTool>();

  get tools(): QuarantinedTool[] {
    return [...this.#tools.values()];
  }

  add(name: string, reason: QuarantineReason): void {
    if (this.#tools.size > QUARANTINED_SHOWN_MAX) return;
    const shown = toShown(name);
    this.#tools.set(`${reason} ${shown}`, { name: shown, reason });
  }

  /** What is no named object: a tool that was cut, or none at all. */
  addOdd(entry: unknown): void {
    const [reason, name]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    const known = QUARANTINE_REASONS.find((one) => one === reason);
    if (known === undefined || typeof name !== "string") return this.add("", "malformed");
    this.cutNames.add(name);
    this.add(name, known);
  }
}

function isNamed(entry: unknown): entry is ToolDefinition {
  return isObject(entry) && typeof entry["name"] === "string" && entry["name"] !== "";
}

/** What nobody can see, or the database would not take, becomes a mark for that. */
function toShown(name: string): string {
  const start = name
    .slice(0, 4 * SHOWN_LENGTH_MAX)
    .toWellFormed()
    .replaceAll(UNSHOWABLE, "\ufffd");
  const shown = Array.from(start).slice(0, SHOWN_LENGTH_MAX).join("");
  return shown.length < start.length || name.length > 4 * SHOWN_LENGTH_MAX ? `${shown}\u2026` : shown;
}
