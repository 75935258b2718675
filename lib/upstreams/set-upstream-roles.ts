import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { ROLES } from "#lib/kernel/permissions.ts";
import { command } from "#lib/verbs/command.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { staleEdit } from "./internal/stale-edit.ts";
import { SetRolesInput } from "./schema.ts";
import { editUpstreamRow, findUpstream } from "./store.ts";

/**
 * Which roles may use an instance at all; which of its tools is another decision. The last step of setting one up. Throws
 * `not_found`, `conflict`.
 */
export const setUpstreamRoles = hearAtOnce(
  command({
    action: "upstream.set-roles",
    permission: "upstream:write",
    input: SetRolesInput,
    async run({ tx, actor }, { id, version, roles: chosen }) {
      const row = await findUpstream(tx, actor.tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      const roles = ROLES.filter((role) => chosen.includes(role));
      const data = { roles, ...(row.setup === "access" ? { setup: null } : {}) };
      if (!(await editUpstreamRow(tx, actor.tenantId, { id: row.id, version }, data))) throw staleEdit();
      return { result: { roles }, audit: { target: row.id, before: { roles: row.roles }, after: { roles } } };
    },
  }),
);
