import "#server-only";
import { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";
import { query } from "#lib/verbs/query.ts";
import { listOwnAttemptEvents, listOwnAttempts, listPersonNames } from "./internal/reading/store.ts";
import { toEvent, toSummary } from "./internal/reading/to-attempt.ts";
import { parseAttemptNumber } from "./make-attempt-key.ts";
import { noticeOddities } from "./policy.ts";
import type { AttemptDetail, AttemptEvent } from "./schema.ts";

export type NamedPerson = { name: string; email: string };

/** One of this organisation's attempts with its timeline. Throws `not_found` for a number that is not one of its own. */
export const getTenantAttempt = query({
  action: "attempt.get",
  permission: "attempt:read",
  input: z.object({ number: z.string().max(20) }),
  async run({ tx, actor }, { number }): Promise<AttemptDetail & { person: NamedPerson | null }> {
    const parsed = parseAttemptNumber(number);
    const [row] = parsed === null ? [] : await listOwnAttempts(tx, { number: parsed }, 1);
    if (row === undefined) {
      throw new DomainError(
        "not_found",
        "There is no connection attempt with this number here. Check the number, or ask whoever gave it to you.",
      );
    }
    const events = hideStrangers((await listOwnAttemptEvents(tx, row.id)).map(toEvent));
    const names = await listPersonNames(tx, actor.tenantId, row.personId === null ? [] : [row.personId]);
    const person = names.get(row.personId ?? "") ?? null;
    return { ...toSummary(row), person, events, notes: noticeOddities(events) };
  },
});

/** What is only probably this attempt's may be another organisation's: from where it came is not told then. */
function hideStrangers(events: readonly AttemptEvent[]): AttemptEvent[] {
  const own = new Set(events.filter(({ link }) => link === "exact").map(({ network }) => network));
  return events.map((event) => {
    const isTold = own.has(event.network) || event.facts.includes("anthropic");
    return isTold ? event : { ...event, network: "another network" };
  });
}
