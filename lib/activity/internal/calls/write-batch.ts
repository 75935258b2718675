import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { Batch, QueuedCall } from "./call-queue.ts";
import { sealArguments } from "./seal-arguments.ts";
import { type AppendOutcome, appendCalls } from "./store.ts";

const WISHES_MAX = 10_000;
const TRIES = 3;

/** What an organisation was last heard to think about its arguments; nothing where it was not heard yet. */
const wishes = () => once("activity.call-wishes", () => new Map<TenantId, boolean>());

/** Whether the text of a call's arguments may be of use when it is written. */
export function mayKeepArguments(tenantId: TenantId): boolean {
  return wishes().get(tenantId) !== false;
}

/** Writes one batch as the organisation wants it. Never throws. */
export async function writeBatch(
  batch: Batch,
): Promise<Exclude<AppendOutcome, "done" | "other_wish"> | "written"> {
  const { tenantId, calls, lost, isAgain } = batch;
  const known = wishes();
  for (let tries = TRIES; tries > 0; tries -= 1) {
    const hasArguments = known.get(tenantId) ?? false;
    const rows = calls.map((call) => (hasArguments ? withArguments(call) : call.row));
    const appended = { calls: JSON.stringify(rows), count: rows.length, lost, hasArguments, isAgain };
    const { outcome, error } = await appendCalls(tenantId, appended);
    if (known.size >= WISHES_MAX) known.clear();
    if (outcome === "done" || outcome === "other_wish")
      known.set(tenantId, outcome === "done" ? hasArguments : !hasArguments);
    if (outcome === "done") return "written";
    if (outcome === "other_wish") continue;
    log.warn({ err: error, calls: calls.length, outcome }, "calls were not written");
    return outcome;
  }
  return "unwritten";
}

function withArguments({ tenantId, row, argumentsText }: QueuedCall): QueuedCall["row"] {
  if (argumentsText === undefined) return row;
  return { ...row, arguments: sealArguments(argumentsText, { tenantId, id: row.id }).toString("base64") };
}
