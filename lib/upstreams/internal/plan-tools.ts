import "#server-only";
import type { UpstreamToolId } from "#lib/kernel/ids.ts";
import { hashDefinition } from "../hash-definition.ts";
import type { ToolState } from "../schema.ts";
import type { ToolDefinition } from "./read-tools.ts";

export type StoredTool = {
  id: UpstreamToolId;
  name: string;
  hash: string;
  /** What an admin approved it as; null where none did, or since it vanished while it was off. */
  approvedHash: string | null;
  state: ToolState;
};
export type ToolPlan = {
  added: { name: string; definition: ToolDefinition; hash: string; state: ToolState }[];
  changed: { id: UpstreamToolId; definition: ToolDefinition; hash: string; state: ToolState }[];
  gone: UpstreamToolId[];
  /** Gone already, and too many to keep. */
  forgotten: UpstreamToolId[];
};

/** An instance may list other names every time: of those it no longer lists only so many are kept. */
const GONE_MAX = 1_000;

/**
 * What a fresh list means for the stored one: new tools and approved ones whose definition changed wait for an admin,
 * a tool that was off stays off, and one that is no longer listed is gone. What is again exactly what an admin approved
 * does not wait, nor does what `admit` says yes to.
 */
export function planTools(
  stored: readonly StoredTool[],
  listed: readonly ToolDefinition[],
  admit: (name: string) => boolean = () => false,
): ToolPlan {
  const unlisted = new Map(stored.map((tool) => [tool.name, tool]));
  const plan: ToolPlan = { added: [], changed: [], gone: [], forgotten: [] };
  for (const definition of listed) {
    const hash = hashDefinition(definition);
    const before = unlisted.get(definition.name);
    unlisted.delete(definition.name);
    const fresh = admit(definition.name) ? "approved" : "pending";
    if (!before) plan.added.push({ name: definition.name, definition, hash, state: fresh });
    else if (before.hash !== hash || before.state === "gone") {
      const known = hash === before.approvedHash ? "approved" : fresh;
      const state = before.state === "off" ? "off" : known;
      plan.changed.push({ id: before.id, definition, hash, state });
    }
  }
  const left = [...unlisted.values()];
  const goneBefore = left.filter(({ state }) => state === "gone");
  plan.gone = left.filter(({ state }) => state !== "gone").map(({ id }) => id);
  plan.forgotten = goneBefore.slice(0, Math.max(0, left.length - GONE_MAX)).map(({ id }) => id);
  return plan;
}
