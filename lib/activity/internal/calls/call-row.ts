import "#server-only";
import { currentCallerAddress } from "#lib/platform/limits/peer-address.ts";
import { toNetwork } from "#lib/platform/limits/to-network.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { CallEnd, CallFacts } from "../../record-call.ts";

/**
 * One row of the ledger as it is written, hashed and read back: JSON.stringify of it is what the batch's hash covers,
 * so the order of the members is part of it.
 */
export type CallRow = {
  at: string;
  id: string;
  person_id: string | null;
  grant_id: string | null;
  key_id: string | null;
  client_id: string;
  network: string;
  upstream_id: string | null;
  method: string;
  name: string;
  own_name: string | null;
  tool_group: string | null;
  effect: string | null;
  era: string;
  outcome: string;
  layer: string | null;
  reason: string | null;
  ms: number | null;
  bytes_in: number;
  bytes_out: number | null;
  /** Sealed, in base64. */
  arguments: string | null;
  /** Absent where it is not known, which leaves the text of rows without them as it was. */
  decided_ms?: number | undefined;
  upstream_ms?: number | undefined;
};

const TEXT_LENGTH_MAX = 256;
const PLAIN = /^[\x20-\x7e]{0,256}$/;
const NETWORKS_MAX = 10_000;
const INTEGER_MAX = 2_147_483_647;

/** The row of a call that has not ended. */
export function beginRow(call: CallFacts): CallRow {
  const { actor, method, name, upstreamId, ownName, group, era, bytesIn } = call;
  const { presented, grantId } = actor;
  const isPerson = presented === undefined || presented.isMember;
  return {
    at: new Date().toISOString(),
    id: crypto.randomUUID(),
    person_id: isPerson ? actor.personId : null,
    grant_id: presented === undefined ? grantId : null,
    key_id: presented === undefined ? null : grantId,
    client_id: toText(actor.clientId),
    network: findNetwork(),
    upstream_id: upstreamId ?? null,
    method,
    name: toText(isAddress(method, name) ? toPlace(name) : name),
    own_name: ownName === undefined ? null : toText(ownName),
    tool_group: group ?? null,
    effect: group === undefined ? null : group.slice(group.lastIndexOf(".") + 1),
    era,
    outcome: "started",
    layer: null,
    reason: null,
    ms: null,
    bytes_in: toCount(bytesIn),
    bytes_out: null,
    arguments: null,
  };
}

export function endRow(row: CallRow, end: CallEnd): CallRow {
  const { outcome, layer, reason, ms, decidedMs, upstreamMs, bytesOut } = end;
  return {
    ...row,
    outcome,
    layer: layer ?? null,
    reason: reason ?? null,
    ms: toCount(ms),
    bytes_out: toCount(bytesOut ?? 0),
    decided_ms: decidedMs === undefined ? undefined : toCount(decidedMs),
    upstream_ms: upstreamMs === undefined ? undefined : toCount(upstreamMs),
  };
}

/** What an app called it, cut, and without what no store takes: one bad name would refuse everybody's rows. */
function toText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.slice(0, TEXT_LENGTH_MAX).replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "");
}

/** A completion is of a prompt, or of a resource by its address. */
function isAddress(method: string, name: string): boolean {
  return method === "resources/read" || (method === "completion/complete" && name.includes(":/"));
}

/** A resource's address without what may be a secret in it. */
function toPlace(uri: string): string {
  return (uri.split(/[?#]/, 1)[0] ?? "").replace(/\/\/[^/]*@/, "//");
}

function toCount(number: number): number {
  return Math.min(INTEGER_MAX, Math.max(0, Math.round(number)));
}

function findNetwork(): string {
  const address = currentCallerAddress();
  const known = once("activity.networks", () => new Map<string | null, string>());
  const found = known.get(address);
  if (found !== undefined) return found;
  if (known.size >= NETWORKS_MAX) known.clear();
  const { network } = toNetwork(address);
  known.set(address, network);
  return network;
}
