import "#server-only";
import type { PersonId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";

export type NewCode = { email: string; codeHash: string; triesLeft: number; sentAt: Date; expires: Date };
export type SessionRow = {
  id: string;
  createdAt: Date;
  person: { id: PersonId; email: string; name: string | null };
};

/** Makes this the address's only code, unless one was sent after `sentBefore`; answers when that one was. */
export async function replaceCode(code: NewCode, sentBefore: Date): Promise<{ sentAt: Date } | null> {
  return await inAuth(async (tx) => {
    const replaced = await tx.loginCode.updateMany({
      where: { email: code.email, sentAt: { lte: sentBefore } },
      data: code,
    });
    if (replaced.count === 1) return null;
    const inserted = await tx.loginCode.createMany({ data: [code], skipDuplicates: true });
    if (inserted.count === 1) return null;
    return await tx.loginCode.findUnique({ where: { email: code.email }, select: { sentAt: true } });
  });
}

/**
 * Spends one try before anything is compared, so that parallel guesses count one by one, and takes the code if
 * `isRight` says so. The row stays locked to the end, so of many right answers one takes it.
 */
export async function spendTry(
  email: string,
  now: Date,
  isRight: (codeHash: string) => boolean,
): Promise<{ isTaken: boolean; triesLeft: number } | null> {
  return await inAuth(async (tx) => {
    const [row] = await tx.loginCode.updateManyAndReturn({
      where: { email, triesLeft: { gt: 0 }, expires: { gt: now } },
      data: { triesLeft: { decrement: 1 } },
      select: { codeHash: true, triesLeft: true },
    });
    if (!row) return null;
    if (!isRight(row.codeHash)) return { isTaken: false, triesLeft: row.triesLeft };
    const { count } = await tx.loginCode.deleteMany({ where: { email, codeHash: row.codeHash } });
    return { isTaken: count === 1, triesLeft: row.triesLeft };
  });
}

/** The address's code, live or not. */
export async function findCode(
  email: string,
): Promise<{ triesLeft: number; sentAt: Date; expires: Date } | null> {
  return await inAuth((tx) =>
    tx.loginCode.findUnique({
      where: { email },
      select: { triesLeft: true, sentAt: true, expires: true },
    }),
  );
}

export async function deleteCode(email: string, codeHash: string): Promise<void> {
  await inAuth((tx) => tx.loginCode.deleteMany({ where: { email, codeHash } }));
}

export async function findLiveSession(tokenHash: string, now: Date): Promise<SessionRow | null> {
  const row = await inAuth((tx) =>
    tx.loginSession.findFirst({
      where: { sessionToken: tokenHash, expires: { gt: now } },
      select: { id: true, createdAt: true, user: { select: { id: true, email: true, name: true } } },
    }),
  );
  if (!row) return null;
  const { user } = row;
  return { id: row.id, createdAt: row.createdAt, person: { ...user, id: user.id as PersonId } };
}

export async function deleteSession(tokenHash: string): Promise<void> {
  await inAuth((tx) => tx.loginSession.deleteMany({ where: { sessionToken: tokenHash } }));
}

/** What next-auth's Prisma adapter asks of a client: people and sessions, each call one transaction. */
export const adapterStore = {
  user: {
    create: (query: { data: { email: string; emailVerified: Date | null } }) =>
      inAuth((tx) =>
        // Two devices may sign the same new person in at the same moment.
        tx.user.upsert({
          where: { email: query.data.email },
          create: { email: query.data.email, emailVerified: query.data.emailVerified },
          update: { emailVerified: query.data.emailVerified },
        }),
      ),
    findUnique: (query: { where: { id: string } | { email: string } }) =>
      inAuth((tx) => tx.user.findUnique(query)),
    update: (query: { where: { id: string }; data: { emailVerified: Date } }) =>
      inAuth((tx) => tx.user.update(query)),
  },
  session: {
    create: (query: { data: { sessionToken: string; userId: string; expires: Date } }) =>
      inAuth((tx) => tx.loginSession.create(query)),
    findUnique: (query: { where: { sessionToken: string } }) =>
      inAuth((tx) => tx.loginSession.findUnique({ where: query.where, include: { user: true } })),
    update: (query: { where: { sessionToken: string }; data: { expires?: Date } }) =>
      inAuth((tx) =>
        tx.loginSession.update({
          where: query.where,
          data: query.data.expires ? { expires: query.data.expires } : {},
        }),
      ),
    delete: (query: { where: { sessionToken: string } }) => inAuth((tx) => tx.loginSession.delete(query)),
  },
};

/** The person with this address, made when there is none; a name is kept only where there was none. */
export async function upsertPerson(email: string, name: string): Promise<{ id: PersonId; name: string }> {
  return await inAuth(async (tx) => {
    await tx.user.createMany({ data: [{ email, name }], skipDuplicates: true });
    await tx.user.updateMany({ where: { email, name: null }, data: { name } });
    const row = await tx.user.findUniqueOrThrow({ where: { email }, select: { id: true, name: true } });
    return { id: row.id as PersonId, name: row.name ?? name };
  });
}
