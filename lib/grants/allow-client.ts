import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { hearAtOnce } from "./hear-at-once.ts";
import { listClient } from "./internal/client-policy/list-client.ts";
import { findClientPolicy, lockClient } from "./internal/client-policy/store.ts";
import { ensureClient } from "./internal/clients/store.ts";
import { AllowClientInput } from "./schema.ts";

/**
 * Puts an app on the list before anybody connects it, by the address it describes itself at. One that is on it stays as
 * it is. Throws `conflict` for a blocked app: that has to be taken back first.
 */
export const allowClient = hearAtOnce(
  command({
    action: "client.allow",
    permission: "client-policy:write",
    input: AllowClientInput,
    async run({ tx, actor }, { client, redirectHost }) {
      const { tenantId, personId } = actor;
      const { id: clientId, name, identity } = client;
      await lockClient(tx, tenantId, { clientId, isDeciding: true });
      const before = await findClientPolicy(tx, tenantId, clientId);
      if (before?.state === "blocked") {
        throw new DomainError("conflict", "This app is blocked. Unblock it first, under Blocked.");
      }
      const id = await ensureClient(tx, tenantId, { clientId, name, identity, redirectHost });
      await listClient(tx, tenantId, { clientId, host: null, decidedBy: personId });
      return {
        result: { id },
        audit: { target: clientId, before: { state: before?.state ?? null }, after: { state: "allowed" } },
      };
    },
  }),
);
