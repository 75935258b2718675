import "#server-only";
import { command } from "#lib/verbs/command.ts";
import { changedStream, missingStream } from "./internal/missing-stream.ts";
import { sealSecret } from "./internal/seal-secrets.ts";
import { makeSecret } from "./internal/sign-delivery.ts";
import { OVERLAP_HOURS } from "./policy.ts";
import { LogStreamIdInput } from "./schema.ts";
import { findStream, updateStream } from "./store.ts";

/**
 * Makes a new signing secret and answers it, once. For a day deliveries carry a signature by each, so that a collector
 * can change over; a third ends the first at once. Throws `not_found`.
 */
export const rotateStreamSecret = command({
  action: "log-stream.rotate-secret",
  permission: "settings:write",
  input: LogStreamIdInput,
  async run({ tx, actor: { tenantId } }, { id }) {
    const before = await findStream(tx, tenantId, id);
    if (before === null) throw missingStream();
    const secret = makeSecret();
    const secretVersion = before.secretVersion + 1;
    const previousUntil = new Date(Date.now() + OVERLAP_HOURS * 3_600_000);
    const data = {
      secretSealed: sealSecret(secret, { tenantId, streamId: id, version: secretVersion }),
      secretVersion,
      previousSealed: before.secretSealed,
      previousUntil,
    };
    if (!(await updateStream(tx, tenantId, before, data))) throw changedStream();
    return { result: { id, secret }, audit: { target: id, after: { previousUntil } } };
  },
});
