import "#server-only";
import { type CallEnd, type CallFacts, recordBefore, recordCall } from "#lib/activity/record-call.ts";
import { CALL_METHODS, type CallMethod } from "#lib/activity/schema.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { CallContext } from "../call-context.ts";
import type { RpcRequest } from "../parse-message.ts";
import type { RelayTarget } from "./send-request.ts";

type End = Pick<CallEnd, "outcome" | "layer" | "reason" | "bytesOut">;
/** `sent` says that the request leaves for its instance now, `end` how the call ended. */
export type CallRecord = { sent: () => void; end: (end: End) => void };

/**
 * What notes the call in the organisation's ledger once it has ended. A destructive one is noted before it is made, and
 * rejects when that was not possible: it must not be made then. Null where nothing of the kind is recorded.
 */
export function beginRecord(
  context: CallContext,
  target: RelayTarget,
  message: RpcRequest,
): CallRecord | Promise<CallRecord> | null {
  if (!isRecordedMethod(message.method)) return null;
  const decidedMs = sinceArrival(context);
  const facts = toFacts(context, message, target);
  if (target.group?.endsWith(".destructive") !== true) {
    return timeCall(context, decidedMs, (end) => recordCall({ ...facts, ...end }));
  }
  return recordBefore(facts).then(({ finish }) => timeCall(context, decidedMs, finish));
}

function timeCall(context: CallContext, decidedMs: number, finish: (end: CallEnd) => void): CallRecord {
  let sentMs: number | undefined;
  return {
    sent: () => (sentMs = sinceArrival(context)),
    end: (end) => {
      const ms = sinceArrival(context);
      finish({ ...end, ms, decidedMs, upstreamMs: sentMs === undefined ? undefined : ms - sentMs });
    },
  };
}

function sinceArrival({ at }: CallContext): number {
  return Math.round(performance.now() - at);
}

/** Notes a call that never reached an instance. */
export function recordRefusedCall(context: CallContext, message: RpcRequest, end: End): void {
  if (!isRecordedMethod(message.method)) return;
  const ms = sinceArrival(context);
  recordCall({ ...toFacts(context, message), ...end, ms, decidedMs: ms });
}

function toFacts(
  { actor, era, bytesIn }: CallContext,
  { method, params, members }: RpcRequest,
  target?: Partial<RelayTarget>,
): CallFacts {
  return {
    actor,
    era,
    bytesIn,
    method: method as CallMethod,
    name: findName(params),
    ownName: target?.toolName,
    upstreamId: target?.upstreamId,
    group: target?.group,
    argumentsText: members.get("arguments"),
  };
}

function findName({ name, uri, ref }: JsonObject): string {
  if (typeof name === "string") return name;
  if (typeof uri === "string") return uri;
  return isObject(ref) ? findName({ name: ref["name"], uri: ref["uri"] }) : "";
}

function isRecordedMethod(method: string): boolean {
  return (CALL_METHODS as readonly string[]).includes(method);
}
