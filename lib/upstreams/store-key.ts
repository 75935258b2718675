import "#server-only";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { newId, type UpstreamId, type UpstreamKeyId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { findSharedKey, insertKey, replaceSharedKey } from "./internal/keys/store.ts";
import { missingUpstream } from "./internal/missing-upstream.ts";
import { sealKey } from "./internal/seal-key.ts";
import { staleEdit } from "./internal/stale-edit.ts";
import { StoreKeyInput } from "./schema.ts";
import { editUpstreamRow, findUpstream } from "./store.ts";

/**
 * The key of an instance that is being set up, sealed before it is tried, and whose keys calls will go with. Without a key
 * the stored one stays. Throws `not_found`, `conflict` for an older version, `precondition_failed` once it is set up (see
 * `replaceKey`) and for no key at all.
 */
export const storeKey = hearAtOnce(
  command({
    action: "upstream.store-key",
    permission: "upstream:write",
    input: StoreKeyInput,
    async run({ tx, actor }, { id, version, mode, key }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      if (!row) throw missingUpstream();
      if (row.status !== "draft") {
        throw new DomainError("precondition_failed", "This instance is set up. Replace its key on its page.");
      }
      const stored = await findSharedKey(tx, tenantId, row.id);
      if (key === undefined && stored === null) {
        throw new DomainError(
          "precondition_failed",
          "Enter a key: without one the instance cannot be tested.",
        );
      }
      // What was listed with another key says nothing of this one: it is tested before anything is approved.
      const untested = key === undefined ? {} : { syncedAt: null };
      const setup = { keyMode: mode, setup: "test" as const, report: [], ...untested };
      if (!(await editUpstreamRow(tx, tenantId, { id: row.id, version }, setup))) throw staleEdit();
      if (key !== undefined) {
        const place = { tenantId, upstreamId: row.id, ownerId: null, version: (stored?.version ?? 0) + 1 };
        const facts = { lastFour: key.slice(-4), kind: "unknown", actsAs: null } as const;
        const sealed = { sealed: sealKey(key, place), version: place.version, ...facts };
        if (stored === null) {
          const id = newId<UpstreamKeyId>();
          await insertKey(tx, tenantId, { ...sealed, id, upstreamId: row.id, ownerId: null });
        } else if (!(await replaceSharedKey(tx, tenantId, { ...sealed, id: stored.id }, null)))
          throw staleEdit();
      }
      return { result: { id: row.id }, audit: { target: row.id, after: { mode, isNew: key !== undefined } } };
    },
  }),
);
