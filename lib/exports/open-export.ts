import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { signLink } from "./internal/sign-link.ts";
import { canFetch } from "./policy.ts";
import { ExportIdInput } from "./schema.ts";
import { findItem } from "./store.ts";

/**
 * A key to the file for ten minutes, for who asked for it alone. Throws `not_found` for what is not there, not ready or
 * somebody else's.
 */
export const openExport = command({
  action: "export.download",
  permission: "export:write",
  input: ExportIdInput,
  async run({ tx, actor }, { id }) {
    const now = new Date();
    const item = await findItem(tx, actor.tenantId, id);
    if (item === null || !canFetch(actor, item, now)) {
      throw new DomainError(
        "not_found",
        "This file is not there any more, or not yours. Ask for a new export.",
      );
    }
    const key = signLink({ tenantId: actor.tenantId, personId: actor.personId, id }, now);
    return { result: { key }, audit: { target: id, after: { kind: item.kind, rows: item.rows } } };
  },
});
