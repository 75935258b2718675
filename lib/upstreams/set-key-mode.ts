import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { staleEdit } from "./internal/stale-edit.ts";
import { SetKeyModeInput } from "./schema.ts";
import { editUpstreamRow, findUpstream } from "./store.ts";

/** Whose key calls go with from now on; stored keys stay stored. Throws `not_found`, `conflict`. */
export const setKeyMode = hearAtOnce(
  command({
    action: "upstream.set-key-mode",
    permission: "upstream:write",
    input: SetKeyModeInput,
    async run({ tx, actor }, { id, version, mode }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      const place = { id: row.id, version };
      if (!(await editUpstreamRow(tx, actor.tenantId, place, { keyMode: mode }))) throw staleEdit();
      return {
        result: { mode },
        audit: { target: row.id, before: { mode: row.keyMode }, after: { mode } },
      };
    },
  }),
);
