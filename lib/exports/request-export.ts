import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { parseFilter } from "./internal/sources/find-source.ts";
import { canExport, ITEMS_MAX, WAITING_MAX } from "./policy.ts";
import { RequestExportInput } from "./schema.ts";
import { countItems, countWaiting, insertExport } from "./store.ts";

/**
 * Asks for a file of everything the filter finds; a job writes it and a mail says when it can be fetched. Throws
 * `forbidden` for what the role may not read, `limit_exceeded` while five of the organisation are being written, or after
 * a hundred in a day.
 */
export const requestExport = command({
  action: "export.request",
  permission: "export:write",
  input: RequestExportInput,
  async run({ tx, actor }, { kind, format, filter, timeZone }) {
    if (!canExport(actor.role, kind)) {
      throw new DomainError("forbidden", "Your role does not allow reading this, so it cannot export it.");
    }
    parseFilter(kind, filter);
    if ((await countWaiting(tx, actor.tenantId)) >= WAITING_MAX) {
      throw new DomainError(
        "limit_exceeded",
        "Five exports of this organisation are being written. Wait until one is ready, or cancel one.",
        { retryAfterSeconds: 60 },
      );
    }
    if ((await countItems(tx, actor.tenantId)) >= ITEMS_MAX) {
      throw new DomainError(
        "limit_exceeded",
        "Your organisation has asked for a hundred exports since yesterday. Use one of those, or wait until they are deleted.",
        { retryAfterSeconds: 3600 },
      );
    }
    const { personId, email, tenantId } = actor;
    const id = await insertExport(tx, tenantId, { personId, email, kind, format, filter, timeZone });
    return { result: { id }, audit: { target: id, after: { kind, format, filter, timeZone } } };
  },
});
