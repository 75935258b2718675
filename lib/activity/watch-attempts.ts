import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { listWatchedAttempts } from "./internal/reading/store.ts";
import { toSummary } from "./internal/reading/to-attempt.ts";

/**
 * The attempts that began since then, at most half an hour ago, and may be the caller's own, at most five, the newest
 * first: theirs, also before an organisation was chosen, and nobody's yet at this organisation's own address.
 */
export const watchAttempts = query({
  action: "attempt.watch",
  permission: "attempt:read",
  input: z.strictObject({ since: z.date() }),
  async run({ tx, actor }, { since }) {
    return (await listWatchedAttempts(tx, actor.personId, since)).map(toSummary);
  },
});
