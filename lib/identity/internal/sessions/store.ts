import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";

export type NewSession = {
  userId: string;
  sessionToken: string;
  expires: Date;
  browser: string;
  method: string;
};
export type OpenSession = { id: string; browser: string | null; method: string | null; createdAt: Date };

/** Opens a session, and the person's row says when. */
export async function insertSession(session: NewSession): Promise<void> {
  await inAuth(async (tx) => {
    await tx.user.updateMany({ where: { id: session.userId }, data: { signedInAt: new Date() } });
    await tx.loginSession.create({ data: session, select: { id: true } });
  });
}

/** Gives a session a new value; the old one is nobody's from then on. False when it had ended. */
export async function replaceToken(oldHash: string, newHash: string, now: Date): Promise<Date | null> {
  const [row] = await inAuth((tx) =>
    tx.loginSession.updateManyAndReturn({
      where: { sessionToken: oldHash, expires: { gt: now } },
      data: { sessionToken: newHash },
      select: { expires: true },
    }),
  );
  return row?.expires ?? null;
}

/** Lets a session that ends at `from` end at `to`; one that ended, or was given another end meanwhile, stays as it is. */
export async function moveEnd(tokenHash: string, { from, to }: { from: Date; to: Date }): Promise<void> {
  await inAuth((tx) =>
    tx.loginSession.updateMany({
      where: { sessionToken: tokenHash, expires: from },
      data: { expires: to },
    }),
  );
}

export async function findSessions(userId: PersonId, now: Date): Promise<OpenSession[]> {
  return await inAuth((tx) =>
    tx.loginSession.findMany({
      where: { userId, expires: { gt: now } },
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      take: 100,
      select: { id: true, browser: true, method: true, createdAt: true },
    }),
  );
}

export type SignInWay = { method: string | null; at: Date };

/** The newest open session of each of these people. */
export async function findNewestSessions(
  personIds: readonly PersonId[],
  now: Date,
): Promise<(SignInWay & { personId: PersonId })[]> {
  const rows = await inAuth((tx) =>
    tx.loginSession.findMany({
      where: { userId: { in: [...personIds] }, expires: { gt: now } },
      distinct: ["userId"],
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      select: { userId: true, method: true, createdAt: true },
    }),
  );
  return rows.map(({ userId, method, createdAt }) => ({
    personId: userId as PersonId,
    method,
    at: createdAt,
  }));
}

export async function deleteOwnSession(userId: PersonId, id: string): Promise<boolean> {
  return (await inAuth((tx) => tx.loginSession.deleteMany({ where: { id, userId } }))).count === 1;
}

/** Ends every session of that person but one; answers how many. */
export async function deleteOtherSessions(userId: PersonId, keptId: string | null): Promise<number> {
  const where = keptId === null ? { userId } : { userId, id: { not: keptId } };
  return (await inAuth((tx) => tx.loginSession.deleteMany({ where }))).count;
}

/**
 * Somebody proved that this address is theirs. If nobody had before, whoever was in the account until now may have been
 * anybody: every session and every linked identity of it ends first, in the same transaction.
 */
export async function proveAddress(userId: string, now: Date) {
  return await inAuth(async (tx) => {
    const first = await tx.user.updateMany({
      where: { id: userId, emailVerified: null },
      data: { emailVerified: now },
    });
    if (first.count === 1) {
      await tx.loginSession.deleteMany({ where: { userId } });
      await tx.identity.deleteMany({ where: { userId } });
    }
    return await tx.user.findUniqueOrThrow({ where: { id: userId } });
  });
}

/** What is over anyway: sessions, codes, address changes, spent states and a reviewer's codes that expired before then. */
export async function deleteExpired(before: Date): Promise<number> {
  const where = { expires: { lt: before } };
  return await inAuth(async (tx) => {
    const counts = [
      await tx.loginSession.deleteMany({ where }),
      await tx.loginCode.deleteMany({ where }),
      await tx.emailChange.deleteMany({ where }),
      await tx.spentState.deleteMany({ where }),
      await tx.reviewerCode.deleteMany({ where: { expiresAt: { lt: before } } }),
    ];
    return counts.reduce((sum, { count }) => sum + count, 0);
  });
}
