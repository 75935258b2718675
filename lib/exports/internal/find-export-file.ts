import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import { query } from "#lib/verbs/query.ts";
import { canFetch } from "../policy.ts";
import { ExportIdInput } from "../schema.ts";
import { findItem } from "../store.ts";
import { isLinkValid } from "./sign-link.ts";

/** The export whose file that key opens now. */
export const findExportFile = query({
  action: "export.fetch",
  permission: "export:write",
  input: ExportIdInput.extend({ key: z.string().max(128) }),
  async run({ tx, actor }, { id, key }) {
    const now = new Date();
    const { tenantId, personId } = actor;
    const item = isLinkValid(key, { tenantId, personId, id }, now) ? await findItem(tx, tenantId, id) : null;
    if (item === null || !canFetch(actor, item, now)) {
      throw new DomainError(
        "not_found",
        "This link is over, or not yours. Open your exports and fetch it again.",
      );
    }
    return item;
  },
});
