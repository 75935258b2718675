import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import { query } from "#lib/verbs/query.ts";
import { findFacts, findMemberName, findSettings } from "./internal/settings/store.ts";

export type Settings = Awaited<ReturnType<typeof getSettings>>;

/** What the organisation is called and chose, with the versions its forms post back; defaults where it chose nothing. */
export const getSettings = query({
  action: "settings.get",
  permission: "settings:read",
  input: z.strictObject({}),
  async run({ tx, actor: { tenantId } }) {
    const facts = await findFacts(tx, tenantId);
    if (!facts) throw new DomainError("not_found", "There is no such organisation. Go to the start page.");
    const { pausedAt, pausedBy, ...tenant } = facts;
    return {
      tenant,
      paused: pausedAt && { at: pausedAt, byName: await findMemberName(tx, tenantId, pausedBy) },
      settings: await findSettings(tx, tenantId),
    };
  },
});
