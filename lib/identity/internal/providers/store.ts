import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { isUniqueViolation } from "#lib/platform/db/database-errors.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";

export type Identity = { connection: string; issuer: string; subject: string; email: string };
export type PersonRow = { id: PersonId; email: string; emailVerified: Date | null };
export type IdentityRow = { id: string; connection: string; email: string; createdAt: Date };

const PERSON = { id: true, email: true, emailVerified: true } as const;

/** Whose identity that is: found by all three of its parts, never by an address. */
export async function findPersonByIdentity(identity: Omit<Identity, "email">): Promise<PersonRow | null> {
  const { connection, issuer, subject } = identity;
  const row = await inAuth((tx) =>
    tx.identity.findUnique({
      where: { connection_issuer_subject: { connection, issuer, subject } },
      select: { user: { select: PERSON } },
    }),
  );
  return row && toPerson(row.user);
}

export async function findPersonByAddress(email: string): Promise<PersonRow | null> {
  const row = await inAuth((tx) => tx.user.findUnique({ where: { email }, select: PERSON }));
  return row && toPerson(row);
}

/** A new person with their first identity, or null when the address or the identity was taken meanwhile. */
export async function insertPersonWithIdentity(
  person: { email: string; name: string | null; emailVerified: Date | null },
  identity: Identity,
): Promise<PersonRow | null> {
  try {
    return await inAuth(async (tx) => {
      const row = await tx.user.create({ data: person, select: PERSON });
      await tx.identity.create({ data: { ...identity, userId: row.id }, select: { id: true } });
      return toPerson(row);
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** Links an identity to that person; false when it is somebody else's already. Their own again changes nothing. */
export async function insertIdentity(userId: PersonId, identity: Identity): Promise<boolean> {
  const { connection, issuer, subject } = identity;
  return await inAuth(async (tx) => {
    await tx.identity.createMany({ data: [{ ...identity, userId }], skipDuplicates: true });
    const row = await tx.identity.findUnique({
      where: { connection_issuer_subject: { connection, issuer, subject } },
      select: { userId: true },
    });
    return row?.userId === userId;
  });
}

export async function findIdentities(userId: PersonId): Promise<IdentityRow[]> {
  return await inAuth((tx) =>
    tx.identity.findMany({
      where: { userId },
      orderBy: { createdAt: "asc" },
      select: { id: true, connection: true, email: true, createdAt: true },
    }),
  );
}

export async function deleteIdentity(userId: PersonId, id: string): Promise<boolean> {
  return (await inAuth((tx) => tx.identity.deleteMany({ where: { id, userId } }))).count === 1;
}

/** Takes a provider's answer once: false when this state was answered before. */
export async function spendState(stateHash: string, expires: Date): Promise<boolean> {
  const { count } = await inAuth((tx) =>
    tx.spentState.createMany({ data: [{ stateHash, expires }], skipDuplicates: true }),
  );
  return count === 1;
}

function toPerson(row: { id: string; email: string; emailVerified: Date | null }): PersonRow {
  return { ...row, id: row.id as PersonId };
}
