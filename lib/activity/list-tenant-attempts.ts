import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { listOwnAttempts } from "./internal/reading/store.ts";
import { toSummary } from "./internal/reading/to-attempt.ts";

const LIMIT_MAX = 200;

/** The newest connection attempts of this organisation: made by a member for it, or at its own address. */
export const listTenantAttempts = query({
  action: "attempt.list",
  permission: "attempt:read",
  input: z.object({ limit: z.int().min(1).max(LIMIT_MAX).default(50) }),
  async run({ tx }, { limit }) {
    return (await listOwnAttempts(tx, null, limit)).map(toSummary);
  },
});
