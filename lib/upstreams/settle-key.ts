import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { wipePrevious } from "./internal/keys/wipe-previous.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { UpstreamIdInput } from "./schema.ts";
import { findUpstream } from "./store.ts";

/** Says that the new key is good: the one it replaced is wiped now. Throws `not_found`, `precondition_failed` without one. */
export const settleKey = hearAtOnce(
  command({
    action: "upstream.settle-key",
    permission: "upstream:write",
    input: UpstreamIdInput,
    async run({ tx, actor }, { id }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      if (!(await wipePrevious(tx, actor.tenantId, row.id))) {
        throw new DomainError("precondition_failed", "There is no old key any more. Reload the page.");
      }
      return { result: null, audit: { target: row.id } };
    },
  }),
);
