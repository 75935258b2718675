import { inject } from "vitest";
import { fetchExport } from "#lib/exports/fetch-export.ts";
import { openExport } from "#lib/exports/open-export.ts";
import { requestExport } from "#lib/exports/request-export.ts";
import { runExports } from "#lib/exports/run-exports.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { hashAudit } from "#lib/verbs/hash-audit.ts";
import { runSql, withDatabase } from "./use-database.ts";

/** What only who owns the database can do: change a log, let time pass. */
export async function asDatabaseAdmin(sql: string): Promise<void> {
  const database = new URL(String(getConfig().databaseUrl)).pathname.slice(1);
  await runSql(withDatabase(inject("postgres").superuserUrl, database), sql);
}

const ROWS_AT_ONCE = 500;

/** Audit rows of that person as `appendAudit` writes them, many at once; each has its number from 0 on as `n`. */
export async function appendAuditRows(actor: MemberActor, count: number, detail = ""): Promise<void> {
  for (let first = 0; first < count; first += ROWS_AT_ONCE) {
    await appendSome(actor, { first, count: Math.min(ROWS_AT_ONCE, count - first), detail });
  }
}

type Some = { first: number; count: number; detail: string };

async function appendSome(
  { tenantId, personId }: MemberActor,
  { first, count, detail }: Some,
): Promise<void> {
  await inTenant(tenantId, async (tx) => {
    const last = await tx.auditEvent.findFirst({ where: { tenantId }, orderBy: { seq: "desc" } });
    let [seq, prevHash] = [last?.seq ?? 0n, last?.hash ?? ""];
    const data = Array.from({ length: count }, (_, index) => {
      const n = first + index;
      const who = { actorKind: "member", actorId: personId, network: "9.9.9.0/24", requestId: `r${n}` };
      const what = { action: "tool-policy.set", target: `=cmd|'${n}`, outcome: "done" };
      const place = { tenantId, seq: (seq += 1n), at: new Date(), prevHash };
      const row = { ...place, ...who, ...what, after: { n, detail } };
      prevHash = hashAudit(row);
      return { ...row, hash: prevHash };
    });
    await tx.auditEvent.createMany({ data });
  });
}

export async function askForExport(actor: MemberActor, more: object = {}): Promise<{ id: string }> {
  const asked = { kind: "audit", format: "jsonl", filter: {}, timeZone: "Europe/Berlin", ...more };
  return await requestExport(actor, asked);
}

/** The whole of a finished file, as a browser gets it. */
export async function readExport(actor: MemberActor, id: string): Promise<string> {
  const { key } = await openExport(actor, { id });
  const { pieces, bytes } = await fetchExport(actor, { id, key });
  const read: Uint8Array[] = [];
  for await (const piece of pieces) read.push(piece);
  const file = Buffer.concat(read);
  if (file.byteLength !== bytes) throw new Error(`${file.byteLength} bytes instead of ${bytes}`);
  return file.toString("utf8");
}

export async function makeExport(actor: MemberActor, more: object = {}): Promise<string> {
  const { id } = await askForExport(actor, more);
  await runExports();
  return await readExport(actor, id);
}
