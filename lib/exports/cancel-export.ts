import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { canCancel } from "./policy.ts";
import { ExportIdInput } from "./schema.ts";
import { cancelWaiting, findItem } from "./store.ts";

/**
 * Stops the writing of a file and forgets what was written. Throws `not_found`, `forbidden` for somebody else's without
 * administering the organisation, and `conflict` when it had ended.
 */
export const cancelExport = command({
  action: "export.cancel",
  permission: "export:write",
  input: ExportIdInput,
  async run({ tx, actor }, { id }) {
    const item = await findItem(tx, actor.tenantId, id);
    if (item === null) {
      throw new DomainError("not_found", "There is no such export. Go back to the list of exports.");
    }
    if (!canCancel(actor, item)) {
      throw new DomainError("forbidden", "Only who asked for this export, or an admin, can cancel it.");
    }
    if (!(await cancelWaiting(tx, actor.tenantId, id))) {
      throw new DomainError("conflict", "This export had ended before. Reload the page to see how.");
    }
    return { result: { id }, audit: { target: id, before: { kind: item.kind, rows: item.rows } } };
  },
});
