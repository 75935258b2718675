import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { countOwnCauses } from "./internal/reading/store.ts";
import { type AttemptCause, CAUSES } from "./schema.ts";

/** How many attempts since then stand for which cause, the most frequent first. */
export const countAttemptCauses = query({
  action: "attempt.count",
  permission: "attempt:read",
  input: z.strictObject({ since: z.date() }),
  async run({ tx }, { since }) {
    return (await countOwnCauses(tx, since)).map(({ cause, ...count }) => ({
      ...count,
      cause: CAUSES.find((word) => word === cause) ?? ("request_incomplete" satisfies AttemptCause),
    }));
  },
});
