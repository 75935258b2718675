import "#server-only";
import { authClient } from "./prisma-clients.ts";
import type { Tx } from "./tx.ts";

/** One transaction on the sign-in and OAuth store, which has no tenants. */
export async function inAuth<Result>(run: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await authClient().$transaction(run);
}
