import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { deleteOwnKey } from "./internal/own-keys/store.ts";
import { UpstreamIdInput } from "./schema.ts";

/** Deletes the caller's own key of an instance; their calls go without it from the next one on. Throws `not_found`. */
export const removeOwnKey = hearAtOnce(
  command({
    action: "own-key.remove",
    permission: "own-key:write",
    input: UpstreamIdInput,
    async run({ tx, actor }, { id }) {
      const place = { upstreamId: id as UpstreamId, ownerId: actor.personId };
      if (!(await deleteOwnKey(tx, actor.tenantId, place))) {
        throw new DomainError("not_found", "You have no key there. Reload the page.");
      }
      return { result: null, audit: { target: id } };
    },
  }),
);
