import "#server-only";
import type { BrowsedCall } from "#lib/activity/follow-calls.ts";
import type { Cell } from "./write-csv-line.ts";

export const CALL_COLUMNS = [
  "time",
  "id",
  "person",
  "address",
  "app",
  "app id",
  "connection",
  "instance",
  "tool",
  "method",
  "group",
  "effect",
  "outcome",
  "layer",
  "reason",
  "ms",
  "decided ms",
  "instance ms",
  "bytes in",
  "bytes out",
  "network",
];

/** A call as a file or a stream has it: a cell for each of `CALL_COLUMNS`. */
export function toCallCells(call: BrowsedCall, toTime: (at: Date) => string): Cell[] {
  return [
    toTime(call.at),
    call.id,
    call.personName,
    call.personEmail,
    call.clientName,
    call.clientId,
    call.grantId,
    call.upstreamName,
    call.name,
    call.method,
    call.toolGroup,
    call.effect,
    call.outcome,
    call.layer,
    call.reason,
    call.ms,
    call.decidedMs,
    call.upstreamMs,
    call.bytesIn,
    call.bytesOut,
    call.network,
  ];
}
