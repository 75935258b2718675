import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { command } from "#lib/verbs/command.ts";
import { findVerdict } from "./internal/client-policy/find-verdict.ts";
import { lockClient } from "./internal/client-policy/store.ts";
import { mailDeciders } from "./internal/client-requests/mail-requests.ts";
import { openRequest } from "./internal/client-requests/store.ts";
import { ensureClient } from "./internal/clients/store.ts";
import { toPlace } from "./policy.ts";
import { MakeClientRequestInput } from "./schema.ts";

/**
 * Asks the admins, who are told by mail, to let an app in that the actor wants to connect. One request a person and app is open; asking again
 * meanwhile changes nothing (`isNew` is false). Throws `precondition_failed` when nothing has to be asked, or nothing may be.
 */
export const makeClientRequest = command({
  action: "client-request.make",
  permission: "client-request:make",
  input: MakeClientRequestInput,
  async run({ tx, actor }, { client, redirectHost, reason }) {
    const { tenantId, membershipId, personId } = actor;
    const { id: clientId, name, identity, isReviewed } = client;
    await lockClient(tx, tenantId, { clientId, isDeciding: false });
    const verdict = await findVerdict(tx, tenantId, { clientId, isReviewed, redirectHost });
    if (verdict.kind !== "ask") {
      throw new DomainError(
        "precondition_failed",
        "Whether this app may connect has been decided meanwhile. Open the request again.",
        { detail: verdict.kind },
      );
    }
    const place = toPlace(redirectHost);
    await ensureClient(tx, tenantId, { clientId, name, identity, redirectHost: place });
    const wish = { membershipId, personId, clientId, identity, redirectHost: place, reason };
    const id = await openRequest(tx, tenantId, wish);
    if (id !== null) await mailDeciders(tx, actor, { app: name, redirectHost: place, reason });
    return {
      result: { isNew: id !== null },
      audit: { target: clientId, after: { app: name, redirectHost: place, isNew: id !== null } },
    };
  },
});
