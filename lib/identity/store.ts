import "#server-only";
import type { PersonId, TenantId } from "#lib/kernel/ids.ts";
import { inAuth } from "#lib/platform/db/in-auth.ts";
import { authSql } from "#lib/platform/db/sql.ts";

/** Whose code: an address's, as strangers ask for it (`device` empty) or as one known browser does. */
export type CodeSlot = { email: string; device: string };
export type NewCode = CodeSlot & { codeHash: string; triesLeft: number; sentAt: Date; expires: Date };
export type SessionRow = {
  id: string;
  createdAt: Date;
  expires: Date;
  method: string | null;
  person: {
    id: PersonId;
    email: string;
    name: string | null;
    timeZone: string | null;
    boundTenantId: TenantId | null;
  };
};

/** Makes this the slot's only code, unless one was sent after `sentBefore`; answers when that one was. */
export async function replaceCode(code: NewCode, sentBefore: Date): Promise<{ sentAt: Date } | null> {
  const { email, device } = code;
  return await inAuth(async (tx) => {
    const replaced = await tx.loginCode.updateMany({
      where: { email, device, sentAt: { lte: sentBefore } },
      data: code,
    });
    if (replaced.count === 1) return null;
    const inserted = await tx.loginCode.createMany({ data: [code], skipDuplicates: true });
    if (inserted.count === 1) return null;
    const where = { email_device: { email, device } };
    return await tx.loginCode.findUnique({ where, select: { sentAt: true } });
  });
}

/**
 * Spends one try before anything is compared, so that parallel guesses count one by one, and takes the code if
 * `isRight` says so. The row stays locked to the end, so of many right answers one takes it.
 */
export async function spendTry(
  slot: CodeSlot,
  now: Date,
  isRight: (codeHash: string) => boolean,
): Promise<{ isTaken: boolean; triesLeft: number } | null> {
  return await inAuth(async (tx) => {
    const [row] = await tx.loginCode.updateManyAndReturn({
      where: { ...slot, triesLeft: { gt: 0 }, expires: { gt: now } },
      data: { triesLeft: { decrement: 1 } },
      select: { codeHash: true, triesLeft: true },
    });
    if (!row) return null;
    if (!isRight(row.codeHash)) return { isTaken: false, triesLeft: row.triesLeft };
    const { count } = await tx.loginCode.deleteMany({ where: { ...slot, codeHash: row.codeHash } });
    return { isTaken: count === 1, triesLeft: row.triesLeft };
  });
}

/** The slot's code, live or not. */
export async function findCode(
  slot: CodeSlot,
): Promise<{ triesLeft: number; sentAt: Date; expires: Date } | null> {
  return await inAuth((tx) =>
    tx.loginCode.findUnique({
      where: { email_device: slot },
      select: { triesLeft: true, sentAt: true, expires: true },
    }),
  );
}

export async function deleteCode(slot: CodeSlot, codeHash: string): Promise<void> {
  await inAuth((tx) => tx.loginCode.deleteMany({ where: { ...slot, codeHash } }));
}

export async function findLiveSession(tokenHash: string, now: Date): Promise<SessionRow | null> {
  const row = await inAuth((tx) =>
    tx.loginSession.findFirst({
      where: { sessionToken: tokenHash, expires: { gt: now } },
      select: {
        id: true,
        createdAt: true,
        expires: true,
        method: true,
        user: { select: { id: true, email: true, name: true, timeZone: true, boundTenantId: true } },
      },
    }),
  );
  if (!row) return null;
  const { id, createdAt, expires, method, user } = row;
  const boundTenantId = user.boundTenantId as TenantId | null;
  return { id, createdAt, expires, method, person: { ...user, id: user.id as PersonId, boundTenantId } };
}

export async function updateProfile(
  id: PersonId,
  profile: { name: string; timeZone: string },
): Promise<boolean> {
  return (await inAuth((tx) => tx.user.updateMany({ where: { id }, data: profile }))).count === 1;
}

export async function deleteSession(tokenHash: string): Promise<void> {
  await inAuth((tx) => tx.loginSession.deleteMany({ where: { sessionToken: tokenHash } }));
}

/** What next-auth's Prisma adapter asks of a client: people and sessions, each call one transaction. */
export const adapterStore = {
  user: {
    create: ({ data: { email } }: { data: { email: string } }) =>
      inAuth((tx) =>
        // Two devices may sign the same new person in at the same moment. That the address is theirs is written later.
        tx.user.upsert({ where: { email }, create: { email }, update: {} }),
      ),
    findUnique: (query: { where: { id: string } | { email: string } }) =>
      inAuth((tx) => tx.user.findUnique(query)),
  },
  session: {
    findUnique: (query: { where: { sessionToken: string } }) =>
      inAuth((tx) => tx.loginSession.findUnique({ where: query.where, include: { user: true } })),
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

/** Removes at most that many accounts of no organisation that were last signed in to that long ago; how many went. */
export async function deleteUnusedPeople(unusedDays: number, rowsMax: number): Promise<number> {
  const { rows } = await authSql().query<{ gone: string }>("SELECT tenant.purge_people($1, $2) AS gone", [
    unusedDays,
    rowsMax,
  ]);
  return Number(rows[0]?.gone ?? 0);
}
