import "#server-only";
import { query } from "#lib/verbs/query.ts";
import { findVerdict } from "./internal/client-policy/find-verdict.ts";
import { FindClientVerdictInput } from "./schema.ts";

export type { ClientVerdict } from "./policy.ts";

/** Whether a member of the organisation may connect that app, as of now. `recordGrant` asks again when they do. */
export const findClientVerdict = query({
  action: "client.find-verdict",
  permission: "connection:approve",
  input: FindClientVerdictInput,
  run: async ({ tx, actor }, asked) => await findVerdict(tx, actor.tenantId, asked),
});
