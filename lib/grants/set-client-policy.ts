import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { changedSince } from "#lib/verbs/changed-since.ts";
import { command } from "#lib/verbs/command.ts";
import { reverseChange } from "#lib/verbs/reverse-change.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { getClient } from "./internal/client-policy/get-client.ts";
import {
  type ClientPolicyRow,
  deleteClientPolicy,
  findClientPolicy,
  insertClientPolicy,
  lockClient,
  updateClientPolicy,
} from "./internal/client-policy/store.ts";
import { type Decided, SetClientPolicyInput } from "./schema.ts";

/**
 * Decides about one app: by the rule for all, on the list, or asked for first; with the most it may do and where it may
 * return to. What it may do counts at the very next call of every connection; who is connected stays so. `undo`
 * is for this very verb. Throws `conflict` when the decision is not the one of that version, or not the one that was `seen`,
 * any more, or the app was blocked meanwhile.
 */
export const setClientPolicy = hearAtOnce(
  command({
    action: "client.decide",
    permission: "client-policy:write",
    input: SetClientPolicyInput,
    async run({ tx, actor }, { id, decision, effectMax, hosts, ...made }) {
      const { tenantId, personId } = actor;
      const { clientId, name } = await getClient(tx, tenantId, id);
      await lockClient(tx, tenantId, { clientId, isDeciding: true });
      const before = await findClientPolicy(tx, tenantId, clientId);
      const version = before?.version ?? 0;
      const was = toDecided(before);
      if (made.seen !== undefined && (was === null || !isSame(was, made.seen))) throw changedSince();
      if (was === null || (made.version !== undefined && made.version !== version)) throw changed();
      const isNothing = decision === "rule" && effectMax === "destructive" && hosts.length === 0;
      const change = {
        state: decision === "asked" ? ("asked" as const) : ("allowed" as const),
        isListed: decision === "allowed",
        effectMax,
        hosts: [...new Set(hosts)],
      } satisfies Partial<ClientPolicyRow>;
      const after = { decision, effectMax, hosts: change.hosts };
      const undo = reverseChange(was, after);
      const own = { clientId, version, decidedBy: personId };
      if (before === null && !isNothing) await insertClientPolicy(tx, tenantId, { ...own, change });
      else if (before !== null && isNothing) await deleteClientPolicy(tx, tenantId, own);
      else if (before !== null) await updateClientPolicy(tx, tenantId, { ...own, change });
      return {
        result: { name, undo: undo && { id, ...undo } },
        audit: { target: clientId, before: was, after },
      };
    },
  }),
);

/** What was decided, as an admin chooses it; null for an app that is blocked. */
function toDecided(before: ClientPolicyRow | null): Decided | null {
  if (before === null) return { decision: "rule", effectMax: "destructive", hosts: [] };
  if (before.state === "blocked") return null;
  const decision = before.state === "allowed" && !before.isListed ? "rule" : before.state;
  return { decision, effectMax: before.effectMax, hosts: before.hosts };
}

function isSame(one: Decided, other: Decided): boolean {
  const toText = ({ decision, effectMax, hosts }: Decided) => JSON.stringify([decision, effectMax, hosts]);
  return toText(one) === toText(other);
}

function changed(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else decided about this app since you opened the page. What you chose is still here: look at the page again before you save.",
  );
}
