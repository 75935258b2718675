import "#server-only";
import type { GroupId } from "#lib/catalog/groups.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { countUnwritten, enqueueCall } from "./internal/calls/call-queue.ts";
import { beginRow, endRow } from "./internal/calls/call-row.ts";
import { mayRecordLimited } from "./internal/calls/spare-limited.ts";
import { insertBegunCall } from "./internal/calls/store.ts";
import type { CallLayer, CallMethod, CallOutcome, CallReason } from "./schema.ts";

/** What is known of a call before it is made. */
export type CallFacts = {
  actor: ClientActor;
  method: CallMethod;
  era: "modern" | "legacy";
  /** The tool, prompt, resource or template as the app named it. */
  name: string;
  /** And as its instance does. */
  ownName?: string | undefined;
  upstreamId?: UpstreamId | undefined;
  group?: GroupId | undefined;
  /** The size of the request's body. */
  bytesIn: number;
  /** The JSON text of the arguments; it is dropped unless the organisation wants arguments kept. */
  argumentsText?: string | undefined;
};

export type CallEnd = {
  outcome: Exclude<CallOutcome, "started" | "cut">;
  layer?: CallLayer | undefined;
  reason?: CallReason | undefined;
  /** From its arrival to its end. */
  ms: number;
  /** Of that, until it was allowed or refused. */
  decidedMs?: number | undefined;
  /** And what the instance took, its session's opening included. */
  upstreamMs?: number | undefined;
  /** The size of what the app was answered. */
  bytesOut?: number | undefined;
};

export type BegunCall = { id: string; finish: (end: CallEnd) => void };

/**
 * Notes a call that has ended, or was refused. Never throws, never waits: the row is written within 200 ms. Of calls
 * over their limit a connection gets sixty rows a minute, and the rest are counted.
 */
export function recordCall(call: CallFacts & CallEnd): void {
  try {
    const { tenantId, grantId } = call.actor;
    if (call.outcome === "limited" && !mayRecordLimited(grantId)) return countUnwritten(tenantId);
    const row = endRow(beginRow(call), call);
    enqueueCall({ tenantId, row, isBegun: false, argumentsText: call.argumentsText });
  } catch (error) {
    log.error({ err: error }, "a call was not recorded");
  }
}

/**
 * Notes a call before it is made: its row is committed when this resolves. Rejects when it could not be; the call must
 * not be made then. `finish` says how it ended, once, and behaves as `recordCall`.
 */
export async function recordBefore(call: CallFacts): Promise<BegunCall> {
  const { actor, argumentsText } = call;
  const row = beginRow(call);
  await insertBegunCall(actor.tenantId, row);
  let isFinished = false;
  return {
    id: row.id,
    finish: (end) => {
      if (isFinished) return;
      isFinished = true;
      enqueueCall({ tenantId: actor.tenantId, row: endRow(row, end), isBegun: true, argumentsText });
    },
  };
}
