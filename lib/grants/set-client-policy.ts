import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
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
import { SetClientPolicyInput } from "./schema.ts";

/**
 * Decides about one app: by the rule for all, on the list, or asked for first; with the most it may do and where it may
 * return to. What it may do counts at the very next call of every connection; who is connected stays so. Throws
 * `conflict` when the decision is not the one of that version any more, or the app was blocked meanwhile.
 */
export const setClientPolicy = hearAtOnce(
  command({
    action: "client.decide",
    permission: "client-policy:write",
    input: SetClientPolicyInput,
    async run({ tx, actor }, { id, decision, effectMax, hosts, version }) {
      const { tenantId, personId } = actor;
      const { clientId, name } = await getClient(tx, tenantId, id);
      await lockClient(tx, tenantId, { clientId, isDeciding: true });
      const before = await findClientPolicy(tx, tenantId, clientId);
      if ((before?.version ?? 0) !== version || before?.state === "blocked") throw changed();
      const isNothing = decision === "rule" && effectMax === "destructive" && hosts.length === 0;
      const change = {
        state: decision === "asked" ? ("asked" as const) : ("allowed" as const),
        isListed: decision === "allowed",
        effectMax,
        hosts: [...new Set(hosts)],
      } satisfies Partial<ClientPolicyRow>;
      const own = { clientId, version, decidedBy: personId };
      if (before === null && !isNothing) await insertClientPolicy(tx, tenantId, { ...own, change });
      else if (before !== null && isNothing) await deleteClientPolicy(tx, tenantId, own);
      else if (before !== null) await updateClientPolicy(tx, tenantId, { ...own, change });
      return {
        result: { name },
        audit: {
          target: clientId,
          before: toAudited(before),
          after: { decision, effectMax, hosts: change.hosts },
        },
      };
    },
  }),
);

function toAudited(before: ClientPolicyRow | null) {
  if (before === null) return { decision: "rule", effectMax: "destructive", hosts: [] };
  const decision = before.state === "allowed" && !before.isListed ? "rule" : before.state;
  return { decision, effectMax: before.effectMax, hosts: before.hosts };
}

function changed(): DomainError {
  return new DomainError(
    "conflict",
    "Somebody else decided about this app since you opened the page. What you chose is still here: look at the page again before you save.",
  );
}
