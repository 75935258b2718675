import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { UpstreamIdInput } from "./schema.ts";
import { deleteUpstream, findUpstream } from "./store.ts";

/** Removes an instance with its keys and tools; connections stay and lose those tools with the commit. */
export const removeUpstream = hearAtOnce(
  command({
    action: "upstream.remove",
    permission: "upstream:write",
    input: UpstreamIdInput,
    async run({ tx, actor }, { id }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row || !(await deleteUpstream(tx, actor.tenantId, row.id))) throw missingUpstream();
      const { name, url } = row;
      return { result: { name }, audit: { target: row.id, before: { name, url } } };
    },
  }),
);
