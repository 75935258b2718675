import "#server-only";
import { PrismaAdapter } from "@next-auth/prisma-adapter";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { adapterStore, deleteSession } from "../store.ts";
import { insertSession } from "./sessions/store.ts";

export type Opening = {
  /** Whether what this very request brought (a code, a provider's answer) is right and is spent by asking. */
  take: (address: string) => Promise<boolean>;
  /** Whom it opens; asked by address where nobody is named. */
  findPerson: (address: string) => Promise<AdapterUser | null>;
  /** The person as they are once what was taken counts. */
  prove: (person: AdapterUser) => Promise<AdapterUser>;
  /** Asked before an account is made; throws to refuse. */
  admit: () => Promise<void>;
  /** Kept with the session, for its owner's list. */
  browser: string;
  method: string;
};

/**
 * next-auth's Prisma adapter over our store, for one sign-in. Session tokens are hashed on the way in, so the database
 * never holds a cookie's value. What stands for verification tokens is `opening.take`.
 */
export function toAdapter(opening: Opening): Adapter {
  const base = PrismaAdapter(
    adapterStore as unknown as Parameters<typeof PrismaAdapter>[0],
  ) as Required<Adapter>;
  return {
    ...base,
    getUserByEmail: opening.findPerson,
    async createUser(person: Omit<AdapterUser, "id">) {
      await opening.admit();
      return await opening.prove(await base.createUser(person));
    },
    async updateUser({ id }) {
      const person = await base.getUser(id);
      if (!person) throw new Error("the person is gone");
      return await opening.prove(person);
    },
    async createSession(session) {
      const { browser, method } = opening;
      const sessionToken = sha256Hex(session.sessionToken);
      await insertSession({ ...session, sessionToken, browser, method });
      return session;
    },
    async getSessionAndUser(sessionToken) {
      const found = await base.getSessionAndUser(sha256Hex(sessionToken));
      return found && { ...found, session: { ...found.session, sessionToken } };
    },
    async deleteSession(sessionToken) {
      await deleteSession(sha256Hex(sessionToken));
    },
    async createVerificationToken() {
      throw new Error("codes are made by requestCode alone");
    },
    async useVerificationToken({ identifier, token }) {
      const isTaken = await opening.take(identifier);
      return isTaken ? { identifier, token, expires: new Date(Date.now() + 60_000) } : null;
    },
  };
}
