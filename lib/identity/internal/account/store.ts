import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";

/** What the sign-in store holds of a person; hashes and tokens are left out. Null when there is no such person. */
export async function readAccount(id: PersonId) {
  return await inAuth(async (tx) => {
    const account = await tx.user.findUnique({
      where: { id },
      select: {
        id: true,
        email: true,
        emailVerified: true,
        name: true,
        timeZone: true,
        createdAt: true,
        signedInAt: true,
      },
    });
    if (account === null) return null;
    // One after the other: nested ones are sent at once, which a transaction's one connection does not take.
    const sessions = await tx.loginSession.findMany({
      where: { userId: id },
      orderBy: { createdAt: "desc" },
      select: { id: true, browser: true, method: true, createdAt: true, expires: true },
    });
    const identities = await tx.identity.findMany({
      where: { userId: id },
      orderBy: { createdAt: "asc" },
      select: { connection: true, issuer: true, subject: true, email: true, createdAt: true },
    });
    const emailChange = await tx.emailChange.findUnique({
      where: { userId: id },
      select: { email: true, sentAt: true, expires: true },
    });
    const codes = await tx.loginCode.findMany({
      where: { email: account.email },
      select: { sentAt: true, expires: true, triesLeft: true },
    });
    return { account, sessions, identities, emailChange, codes };
  });
}

export type FoundPerson = { id: PersonId; email: string; name: string | null; isBound: boolean };

export async function findByAddress(email: string): Promise<FoundPerson | null> {
  const row = await inAuth((tx) =>
    tx.user.findUnique({
      where: { email },
      select: { id: true, email: true, name: true, boundTenantId: true },
    }),
  );
  return (
    row && { id: row.id as PersonId, email: row.email, name: row.name, isBound: row.boundTenantId !== null }
  );
}

export async function countAccount(userId: PersonId): Promise<{ sessions: number; identities: number }> {
  return await inAuth(async (tx) => ({
    sessions: await tx.loginSession.count({ where: { userId, expires: { gt: new Date() } } }),
    identities: await tx.identity.count({ where: { userId } }),
  }));
}

/**
 * The person with all sessions, ways to sign in and wishes, and codes on their way to the address, which the caller saw.
 * False when it is another by now, or nobody's: then nothing is removed.
 */
export async function deleteAccountRows(id: PersonId, email: string): Promise<boolean> {
  return await inAuth(async (tx) => {
    const { count } = await tx.user.deleteMany({ where: { id, email } });
    if (count === 1) await tx.loginCode.deleteMany({ where: { email } });
    return count === 1;
  });
}
