import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { Batch, QueuedCall } from "./call-queue.ts";
import { sealArguments } from "./seal-arguments.ts";
import { appendCalls, type Appended } from "./store.ts";

export type WriteOutcome = "written" | "unsure" | "unwritten" | "refused";

const WISHES_MAX = 10_000;
const TRIES = 3;

/** What an organisation was last heard to think about its arguments; nothing where it was not heard yet. */
const wishes = () => once("activity.call-wishes", () => new Map<TenantId, boolean>());

/** Whether the text of a call's arguments may be of use when it is written. */
export function mayKeepArguments(tenantId: TenantId): boolean {
  return wishes().get(tenantId) !== false;
}

/** Writes batches together, each as its organisation wants it; says what became of each. Never throws. */
export async function writeBatches(batches: readonly Batch[], tries = TRIES): Promise<WriteOutcome[]> {
  if (tries === 0) return batches.map(() => "unwritten");
  const appended = batches.map(toAppended);
  const answer = await appendCalls(appended);
  if (answer.outcome === "done") {
    appended.forEach(({ tenantId, hasArguments }, index) =>
      heard(tenantId, answer.written[index] === true ? hasArguments : !hasArguments),
    );
    return await writeRest(batches, answer.written, tries);
  }
  const { outcome, error } = answer;
  // One of them is at fault, and the others must not go with it.
  if (outcome === "refused" && batches.length > 1) {
    const each = await Promise.all(batches.map((batch) => writeBatches([batch])));
    return each.flat();
  }
  log.warn({ err: error, batches: batches.length, outcome }, "calls were not written");
  return batches.map(() => outcome);
}

/** Those whose organisation thought otherwise, as it wants them. */
async function writeRest(
  batches: readonly Batch[],
  written: readonly boolean[],
  tries: number,
): Promise<WriteOutcome[]> {
  const left = batches.filter((_batch, index) => written[index] !== true);
  if (left.length === 0) return batches.map(() => "written");
  const outcomes = (await writeBatches(left, tries - 1)).values();
  return written.map((isWritten) => (isWritten ? "written" : (outcomes.next().value ?? "unwritten")));
}

function heard(tenantId: TenantId, wish: boolean): void {
  const known = wishes();
  if (known.size >= WISHES_MAX && !known.has(tenantId)) known.clear();
  known.set(tenantId, wish);
}

function toAppended({ tenantId, calls, lost, isAgain }: Batch): Appended {
  const hasArguments = wishes().get(tenantId) ?? false;
  const rows = calls.map((call) => (hasArguments ? withArguments(call) : call.row));
  return { tenantId, calls: JSON.stringify(rows), count: rows.length, lost, hasArguments, isAgain };
}

function withArguments({ tenantId, row, argumentsText }: QueuedCall): QueuedCall["row"] {
  if (argumentsText === undefined) return row;
  return { ...row, arguments: sealArguments(argumentsText, { tenantId, id: row.id }).toString("base64") };
}
