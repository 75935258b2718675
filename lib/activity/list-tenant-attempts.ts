import "#server-only";
import { z } from "zod";
import { isUuid } from "#lib/kernel/ids.ts";
import { query } from "#lib/verbs/query.ts";
import { listOwnAttempts, listPersonNames } from "./internal/reading/store.ts";
import { toSummary } from "./internal/reading/to-attempt.ts";
import { type AttemptSummary, CAUSES } from "./schema.ts";

const PAGE = 50;
const Id = z.string().refine(isUuid);

/** An attempt, and who made it: null while nobody had signed in, or once they are gone from the organisation. */
export type ListedAttempt = AttemptSummary & { person: { name: string; email: string } | null };

/**
 * The connection attempts of this organisation, the newest first and fifty at a time: made by a member for it, or at its
 * own address.
 */
export const listTenantAttempts = query({
  action: "attempt.list",
  permission: "attempt:read",
  input: z.strictObject({
    cause: z.enum(CAUSES).optional(),
    personId: Id.optional(),
    clientId: z.string().min(1).max(2_048).optional(),
    since: z.date().optional(),
    /** The cursor of the page before. */
    before: z.strictObject({ at: z.date(), id: Id }).optional(),
  }),
  async run({ tx, actor }, filter) {
    const rows = await listOwnAttempts(tx, filter, PAGE + 1);
    const page = rows.slice(0, PAGE);
    const names = await listPersonNames(
      tx,
      actor.tenantId,
      page.flatMap(({ personId }) => personId ?? []),
    );
    const last = page.at(-1);
    return {
      attempts: page.map((row): ListedAttempt => ({
        ...toSummary(row),
        person: names.get(row.personId ?? "") ?? null,
      })),
      nextBefore: rows.length > PAGE && last !== undefined ? { at: last.startedAt, id: last.id } : null,
    };
  },
});
