import "#server-only";
import { PrismaAdapter } from "@next-auth/prisma-adapter";
import type { Adapter } from "next-auth/adapters";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { adapterStore, deleteSession } from "../store.ts";

/**
 * next-auth's Prisma adapter over our store. Session tokens are hashed on the way in, so the database never holds a
 * cookie's value. `takeCode` stands in for verification tokens: it says whether the code of this very request was
 * right and is now spent.
 */
export function toAdapter(takeCode: (address: string) => Promise<boolean>): Adapter {
  const base = PrismaAdapter(
    adapterStore as unknown as Parameters<typeof PrismaAdapter>[0],
  ) as Required<Adapter>;
  return {
    ...base,
    async createSession(session) {
      await base.createSession({ ...session, sessionToken: sha256Hex(session.sessionToken) });
      return session;
    },
    async getSessionAndUser(sessionToken) {
      const found = await base.getSessionAndUser(sha256Hex(sessionToken));
      return found && { ...found, session: { ...found.session, sessionToken } };
    },
    async updateSession(session) {
      const updated = await base.updateSession({ ...session, sessionToken: sha256Hex(session.sessionToken) });
      return updated && { ...updated, sessionToken: session.sessionToken };
    },
    async deleteSession(sessionToken) {
      await deleteSession(sha256Hex(sessionToken));
    },
    async createVerificationToken() {
      throw new Error("codes are made by requestCode alone");
    },
    async useVerificationToken({ identifier, token }) {
      const isTaken = await takeCode(identifier);
      return isTaken ? { identifier, token, expires: new Date(Date.now() + 60_000) } : null;
    },
  };
}
