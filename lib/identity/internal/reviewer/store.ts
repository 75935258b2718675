import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import type { PersonRow } from "../providers/store.ts";

export type ReviewerCodeRow = {
  id: string;
  issuedBy: string;
  issuedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  usedAt: Date | null;
  uses: number;
};

const CODE = {
  id: true,
  issuedBy: true,
  issuedAt: true,
  expiresAt: true,
  revokedAt: true,
  usedAt: true,
  uses: true,
} as const;

const isLive = (now: Date) => ({ revokedAt: null, expiresAt: { gt: now } });

export async function findBound(id: PersonId): Promise<TenantId | null> {
  const row = await inAuth((tx) => tx.user.findUnique({ where: { id }, select: { boundTenantId: true } }));
  return (row?.boundTenantId ?? null) as TenantId | null;
}

/** Binds an account that is bound to nothing yet; false when it is another organisation's. */
export async function bind(id: PersonId, boundTenantId: TenantId): Promise<boolean> {
  return await inAuth(async (tx) => {
    await tx.user.updateMany({ where: { id, boundTenantId: null }, data: { boundTenantId } });
    const row = await tx.user.findUnique({ where: { id }, select: { boundTenantId: true } });
    return row?.boundTenantId === boundTenantId;
  });
}

/** The bound account with that address. */
export async function findBoundPerson(email: string): Promise<PersonRow | null> {
  const row = await inAuth((tx) =>
    tx.user.findFirst({
      where: { email, boundTenantId: { not: null } },
      select: { id: true, email: true, emailVerified: true },
    }),
  );
  return row && { ...row, id: row.id as PersonId };
}

/** Adds a code; false when there are that many live ones already. Those who ask at once take turns. */
export async function insertCode(
  code: { id: string; codeHash: string; issuedBy: string; issuedAt: Date; expiresAt: Date },
  { now, liveMax }: { now: Date; liveMax: number },
): Promise<boolean> {
  return await inAuth(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('reviewer-codes', 0))::text`;
    if ((await tx.reviewerCode.count({ where: isLive(now) })) >= liveMax) return false;
    await tx.reviewerCode.create({ data: code, select: { id: true } });
    return true;
  });
}

export async function findLiveHashes(now: Date): Promise<{ id: string; codeHash: string }[]> {
  return await inAuth((tx) =>
    tx.reviewerCode.findMany({ where: isLive(now), select: { id: true, codeHash: true } }),
  );
}

export async function countLiveCodes(now: Date): Promise<number> {
  return await inAuth((tx) => tx.reviewerCode.count({ where: isLive(now) }));
}

/** Counts one use of a code; false when it ended meanwhile. */
export async function useCode(id: string, now: Date): Promise<boolean> {
  const { count } = await inAuth((tx) =>
    tx.reviewerCode.updateMany({
      where: { id, ...isLive(now) },
      data: { uses: { increment: 1 }, usedAt: now },
    }),
  );
  return count === 1;
}

/** Ends a live code, and every session it may have opened. False when it had ended, or there is none. */
export async function endCode(id: string, email: string, now: Date): Promise<boolean> {
  return await inAuth(async (tx) => {
    const { count } = await tx.reviewerCode.updateMany({
      where: { id, ...isLive(now) },
      data: { revokedAt: now },
    });
    if (count === 1) await tx.loginSession.deleteMany({ where: { user: { email } } });
    return count === 1;
  });
}

/** Ends a live code and no session. */
export async function endCodeAlone(id: string, now: Date): Promise<boolean> {
  const { count } = await inAuth((tx) =>
    tx.reviewerCode.updateMany({ where: { id, ...isLive(now) }, data: { revokedAt: now } }),
  );
  return count === 1;
}

export async function findCodes(limit: number): Promise<ReviewerCodeRow[]> {
  return await inAuth((tx) =>
    tx.reviewerCode.findMany({ orderBy: [{ issuedAt: "desc" }, { id: "asc" }], take: limit, select: CODE }),
  );
}
