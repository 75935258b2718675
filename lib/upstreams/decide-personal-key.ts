import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { decideOwnKey } from "./internal/own-keys/store.ts";
import { DecideKeyInput } from "./schema.ts";

/**
 * An admin's word on a person's key that acts as somebody else: used from the next call on, or declined. Throws
 * `not_found` where no such key waits any more, also when the person has put another in its place.
 */
export const decidePersonalKey = hearAtOnce(
  command({
    action: "upstream.decide-key",
    permission: "upstream:write",
    input: DecideKeyInput,
    async run({ tx, actor }, { id, keyId, version, isApproved }) {
      const state = isApproved ? "active" : "declined";
      const place = { id: keyId as UpstreamKeyId, upstreamId: id as UpstreamId, version, state } as const;
      if (!(await decideOwnKey(tx, actor.tenantId, place))) {
        throw new DomainError("not_found", "No such key waits any more. Reload the page.");
      }
      return { result: { state }, audit: { target: id, after: { keyId, state } } };
    },
  }),
);
