import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { findTargetAudit } from "#lib/verbs/find-target-audit.ts";
import { query } from "#lib/verbs/query.ts";
import { type HistoryEntry, toHistory } from "./internal/history/to-history.ts";
import { type Connection, toConnection } from "./internal/to-connection.ts";
import { canEnd, canSee } from "./policy.ts";
import { GetConnectionInput } from "./schema.ts";
import { findGrantDetail, findNames } from "./store.ts";

export type { HistoryActor, HistoryEntry } from "./internal/history/to-history.ts";

export type ConnectionDetail = Connection & {
  /** Of the row, for an edit of its groups. */
  version: number;
  /** The canonical resource its tokens are for. */
  resource: string;
  /** The person's role in the organisation now. */
  role: Role;
  /** Whether the actor may narrow and end it. */
  isEndable: boolean;
  history: HistoryEntry[];
};

const ACTIONS = ["connection.approve", "connection.widen", "connection.narrow"];

/** One connection with what became of it. Throws `not_found` for one the actor cannot see. */
export const getConnection = query({
  action: "connection.get",
  permission: "connection:read-own",
  input: GetConnectionInput,
  async run({ tx, actor }, input): Promise<ConnectionDetail> {
    const grant = await findGrantDetail(tx, actor.tenantId, input.id as GrantId);
    if (!grant || !canSee(actor, grant)) {
      throw new DomainError("not_found", "There is no such connection. Reload the list.");
    }
    const audit = await findTargetAudit(tx, actor.tenantId, { target: grant.id, actions: ACTIONS });
    const people = [grant.personId, grant.endedBy, ...audit.map(({ actorId }) => actorId)];
    const names = await findNames(tx, actor.tenantId, people);
    const now = new Date();
    const { version, resource } = grant;
    return {
      ...toConnection(grant, now),
      version,
      resource,
      role: grant.membership.role,
      isEndable: canEnd(actor, grant),
      history: toHistory(grant, audit, names, now),
    };
  },
});
