import "#server-only";
import { getChainEnd } from "#lib/audit/get-chain-end.ts";
import { type NamedChainRow, readAuditChain } from "#lib/audit/read-audit-chain.ts";
import { AuditFilterInput } from "#lib/audit/schema.ts";
import { toAuditMembers, toName } from "../../describe-audit-row.ts";
import type { Cell } from "../../write-csv-line.ts";
import type { Source } from "./source.ts";

const PAGE = 1_000;
const COLUMNS = [
  "time",
  "number",
  "source",
  "actor",
  "actor id",
  "action",
  "target",
  "target id",
  "outcome",
  "network",
  "request",
  "before",
  "after",
  "hash",
];

/** The audit log, oldest first up to the newest row there was at the start: what follows would change its end. */
export const auditSource: Source = {
  title: "Audit log",
  filter: AuditFilterInput,
  columns: COLUMNS,
  async begin(actor, filter) {
    const end = await getChainEnd(actor, {});
    const chainEnd = { seq: String(end?.seq ?? 0n), hash: end?.hash ?? "" };
    const isComplete = Object.keys(filter).length === 0;
    return { facts: { isComplete, chainEnd }, rowsExpected: isComplete ? Number(chainEnd.seq) : null };
  },
  async readPage(actor, { filter, facts, cursor, toTime }) {
    const { seq } = facts["chainEnd"] as { seq: string };
    const after = BigInt(typeof cursor === "string" ? cursor : 0);
    const found = await readAuditChain(actor, { ...filter, after, until: BigInt(seq), limit: PAGE });
    const rows = found.map((row) => ({ cells: toCells(row, toTime), members: toAuditMembers(row, toTime) }));
    return { rows, cursor: found.length < PAGE ? null : (found.at(-1)?.row.seq ?? null) };
  },
};

const toText = (value: unknown) => (value === null ? null : JSON.stringify(value));

function toCells({ row, actor, thing }: NamedChainRow, toTime: (at: Date) => string): Cell[] {
  const { seq, at, actorKind, actorId, action, target, outcome, network, requestId, before, after, hash } =
    row;
  return [
    toTime(at),
    Number(seq),
    actorKind,
    toName(actor),
    actorId,
    action,
    toName(thing),
    target,
    outcome,
    network,
    requestId,
    toText(before),
    toText(after),
    hash,
  ];
}
