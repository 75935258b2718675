import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { toConnection } from "./internal/to-connection.ts";
import { canEnd, canSee, toEndedReason } from "./policy.ts";
import { EndConnectionsInput } from "./schema.ts";
import { endGrants, findGrantsById, type GrantRow, type Tx } from "./store.ts";

/** `over`: it had ended before. `kept`: they see it and may not end it. `missing`: there is none for this actor. */
export type EndOutcome = "ended" | "over" | "kept" | "missing";

/**
 * Disconnects several connections at once, a hundred at most, and says of each what became of it; one audit row for each
 * that ended. As `endConnection` of every one, but that one refusal spoils nothing. Throws `not_found` when the actor
 * sees none of them, `forbidden` when they may end none they see.
 */
export const endConnections = hearAtOnce(
  command({
    action: "connection.end",
    permission: "connection:end-own",
    input: EndConnectionsInput,
    async run({ tx, actor }, input) {
      const ids = input.ids as GrantId[];
      const found = await findGrantsById(tx, actor.tenantId, ids);
      const seen = ids.flatMap((id) => found.filter((grant) => grant.id === id && canSee(actor, grant)));
      if (seen.length === 0) {
        throw new DomainError("not_found", "None of these connections is there. Reload the list.");
      }
      const endable = seen.filter((grant) => canEnd(actor, grant));
      if (endable.length === 0) {
        throw new DomainError(
          "forbidden",
          "Your role can see these connections but not end them. Ask an admin.",
        );
      }
      const ended = await endEach(tx, actor, endable);
      const kept = seen.filter((grant) => !endable.includes(grant));
      const toOutcome = (id: GrantId): EndOutcome => {
        if (ended.has(id)) return "ended";
        if (kept.some((grant) => grant.id === id)) return "kept";
        return endable.some((grant) => grant.id === id) ? "over" : "missing";
      };
      return {
        result: { outcomes: ids.map((id) => ({ id, outcome: toOutcome(id), ...nameOf(seen, id) })) },
        audit: endable.filter(({ id }) => ended.has(id)).map((grant) => toAudit(actor, grant)),
      };
    },
  }),
);

/** Whose app it is; nothing where the actor sees no such connection. */
function nameOf(seen: readonly GrantRow[], id: GrantId): { app?: string; person?: string } {
  const grant = seen.find((one) => one.id === id);
  return grant ? { app: grant.clientName, person: grant.membership.name } : {};
}

/** Their own are ended by the person, the others by an admin. */
async function endEach(tx: Tx, actor: MemberActor, grants: readonly GrantRow[]): Promise<Set<GrantId>> {
  const ended = new Set<GrantId>();
  for (const [endedReason, part] of Map.groupBy(grants, (grant) => toEndedReason(actor, grant))) {
    const ids = part.map(({ id }) => id);
    const now = await endGrants(tx, actor.tenantId, { ids, endedBy: actor.personId, endedReason });
    for (const id of now) ended.add(id);
  }
  return ended;
}

function toAudit(actor: MemberActor, grant: GrantRow) {
  const endedReason = toEndedReason(actor, grant);
  const { status } = toConnection(grant);
  return { target: grant.id, before: { status }, after: { status: "disconnected", endedReason } };
}
