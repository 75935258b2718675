import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import type { Prisma } from "#lib/platform/db/generated/client.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import type { Cursor } from "./internal/sources/source.ts";
import type { StreamFailure } from "./schema.ts";
import { STREAM_KINDS, type StreamKind } from "./terms.ts";

export type { Tx } from "#lib/platform/db/tx.ts";

const STREAM = {
  id: true,
  url: true,
  headerName: true,
  headerLastFour: true,
  headerSealed: true,
  secretSealed: true,
  secretVersion: true,
  previousSealed: true,
  previousUntil: true,
  version: true,
  state: true,
  failure: true,
  failures: true,
  failingSince: true,
  deliveredAt: true,
  rows: true,
  testedAt: true,
  testFailure: true,
} as const;

export type StreamRow = Omit<
  Prisma.LogStreamGetPayload<{ select: typeof STREAM }>,
  "failure" | "testFailure"
> & {
  failure: StreamFailure | null;
  testFailure: StreamFailure | null;
};
export type Pending = { id: string; end: Cursor };
export type Part = { kind: StreamKind; cursor: Cursor; pending: Pending | null; missed: bigint };
type NewPart = Pick<Part, "kind" | "cursor">;

/** The organisation's stream, or the one of that id; null where there is none. */
export async function findStream(tx: Tx, tenantId: TenantId, id?: string): Promise<StreamRow | null> {
  const where = id === undefined ? { tenantId } : { tenantId, id };
  return (await tx.logStream.findFirst({ where, select: STREAM })) as StreamRow | null;
}

/** Its parts, in the order of the kinds. */
export async function listParts(tx: Tx, tenantId: TenantId, streamId: string): Promise<Part[]> {
  const rows = await tx.logStreamPart.findMany({
    where: { tenantId, streamId },
    select: { kind: true, cursor: true, pending: true, missed: true },
  });
  const parts = rows as Part[];
  return STREAM_KINDS.flatMap((kind) => parts.filter((part) => part.kind === kind));
}

type Header = Pick<StreamRow, "headerName" | "headerLastFour"> & {
  headerSealed: Uint8Array<ArrayBuffer> | null;
};
type NewStream = Header & { id: string; url: string; secretSealed: Uint8Array<ArrayBuffer> };

/** False when the organisation has one already. */
export async function insertStream(
  tx: Tx,
  tenantId: TenantId,
  stream: NewStream,
  parts: readonly NewPart[],
): Promise<boolean> {
  const { count } = await tx.logStream.createMany({ data: [{ ...stream, tenantId }], skipDuplicates: true });
  if (count === 1) await insertParts(tx, tenantId, stream.id, parts);
  return count === 1;
}

export async function insertParts(
  tx: Tx,
  tenantId: TenantId,
  streamId: string,
  parts: readonly NewPart[],
): Promise<void> {
  await tx.logStreamPart.createMany({ data: parts.map((part) => ({ ...part, tenantId, streamId })) });
}

/** Forgets every kind but those; what is on its way of another settles nothing any more. */
export async function keepParts(
  tx: Tx,
  tenantId: TenantId,
  streamId: string,
  kinds: readonly StreamKind[],
): Promise<void> {
  await tx.logStreamPart.deleteMany({ where: { tenantId, streamId, kind: { notIn: [...kinds] } } });
}

/** False when it is not the version that was seen. Whoever delivers it begins anew with what is saved now. */
export async function updateStream(
  tx: Tx,
  tenantId: TenantId,
  { id, version }: { id: string; version: number },
  data: Prisma.LogStreamUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.logStream.updateMany({
    where: { tenantId, id, version },
    data: { ...data, version: { increment: 1 }, claim: { increment: 1 } },
  });
  return count === 1;
}

export async function deleteStream(tx: Tx, tenantId: TenantId, id: string): Promise<boolean> {
  return (await tx.logStream.deleteMany({ where: { tenantId, id } })).count === 1;
}

/** Notes how a test event ended, unless the stream was changed since. */
export async function noteTest(
  tx: Tx,
  tenantId: TenantId,
  { id, url, testFailure }: { id: string; url: string; testFailure: StreamFailure | null },
): Promise<boolean> {
  const data = { testedAt: new Date(), testFailure };
  return (await tx.logStream.updateMany({ where: { tenantId, id, url }, data })).count === 1;
}

/** One transaction of the job in an organisation. */
export async function inTenantOf<Result>(
  tenantId: TenantId,
  run: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return await inTenant(tenantId, run);
}
