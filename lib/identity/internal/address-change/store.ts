import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { isUniqueViolation } from "#lib/platform/db/database-errors.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";

type Change = {
  userId: PersonId;
  email: string;
  codeHash: string;
  triesLeft: number;
  sentAt: Date;
  expires: Date;
};
type Spent = { isRight: boolean; email: string; triesLeft: number };

/** Makes this the person's only wish, unless one was mailed after `sentBefore`; false then. */
export async function replaceChange(change: Change, sentBefore: Date): Promise<boolean> {
  const { userId } = change;
  return await inAuth(async (tx) => {
    const where = { userId, sentAt: { lte: sentBefore } };
    if ((await tx.emailChange.updateMany({ where, data: change })).count === 1) return true;
    return (await tx.emailChange.createMany({ data: [change], skipDuplicates: true })).count === 1;
  });
}

export async function findChange(
  userId: PersonId,
): Promise<{ email: string; triesLeft: number; expires: Date } | null> {
  return await inAuth((tx) =>
    tx.emailChange.findUnique({
      where: { userId },
      select: { email: true, triesLeft: true, expires: true },
    }),
  );
}

export async function deleteChange(userId: PersonId): Promise<void> {
  await inAuth((tx) => tx.emailChange.deleteMany({ where: { userId } }));
}

/** Spends one try before anything is compared. Null when there is no live wish. */
export async function spendChangeTry(
  userId: PersonId,
  now: Date,
  isRight: (email: string, codeHash: string) => boolean,
): Promise<Spent | null> {
  const [row] = await inAuth((tx) =>
    tx.emailChange.updateManyAndReturn({
      where: { userId, triesLeft: { gt: 0 }, expires: { gt: now } },
      data: { triesLeft: { decrement: 1 } },
      select: { email: true, codeHash: true, triesLeft: true },
    }),
  );
  return row
    ? { isRight: isRight(row.email, row.codeHash), email: row.email, triesLeft: row.triesLeft }
    : null;
}

/**
 * The person's address becomes the one they proved, and every session but `keptSessionId` ends with it, as do codes on
 * their way to either address. False when the wish was used or replaced meanwhile, or the address is another person's.
 */
export async function changeAddress(
  { userId, oldEmail, email }: { userId: PersonId; oldEmail: string; email: string },
  { keptSessionId, now }: { keptSessionId: string; now: Date },
): Promise<boolean> {
  try {
    return await inAuth(async (tx) => {
      if ((await tx.emailChange.deleteMany({ where: { userId, email } })).count === 0) return false;
      const where = { id: userId, email: oldEmail };
      const { count } = await tx.user.updateMany({ where, data: { email, emailVerified: now } });
      if (count === 0) return false;
      await tx.loginCode.deleteMany({ where: { email: { in: [oldEmail, email] } } });
      await tx.loginSession.deleteMany({ where: { userId, id: { not: keptSessionId } } });
      return true;
    });
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}
