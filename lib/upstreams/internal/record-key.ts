import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { CheckRowSchema, KEY_KINDS, ReplaceKeyInput } from "../schema.ts";
import { findUpstream } from "../store.ts";
import { addEvent } from "./health/store.ts";
import { clearDoubts } from "./keys/clear-doubts.ts";
import { findSharedKey, replaceSharedKey } from "./keys/store.ts";
import { missingUpstream } from "./missing-upstream.ts";
import { LISTED, saveWell, SPOKEN } from "./record-check.ts";
import { sealKey } from "./seal-key.ts";
import { requireTried, TriedSchema } from "./tried.ts";

const HOUR_MS = 3_600_000;

const Input = ReplaceKeyInput.omit({ confirmSystem: true }).extend({
  tried: TriedSchema,
  kind: z.enum(KEY_KINDS),
  actsAs: z.string().nullable(),
  ...LISTED,
  rows: z.array(CheckRowSchema).default([]),
  ...SPOKEN,
});

/**
 * Puts a key that passed its checks in the place of the stored one, which stays beside it for the overlap; sessions under
 * the old version are not used again. Throws `conflict` when what was tried is not what is stored any more.
 */
export const recordKey = hearAtOnce(
  command({
    action: "upstream.replace-key",
    permission: "upstream:write",
    isLate: true,
    input: Input,
    async run({ tx, actor }, { id, tried, key, kind, actsAs, overlapHours, ...found }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      const old = row && (await findSharedKey(tx, tenantId, row.id));
      if (!row || !old) throw missingUpstream();
      requireTried(row, tried);
      const version = old.version + 1;
      const until = new Date(Date.now() + overlapHours * HOUR_MS);
      const { sealed, version: oldVersion, lastFour } = old;
      const isReplaced = await replaceSharedKey(
        tx,
        tenantId,
        {
          id: old.id,
          version,
          sealed: sealKey(key, { tenantId, upstreamId: row.id, ownerId: null, version }),
          lastFour: key.slice(-4),
          kind,
          actsAs,
        },
        overlapHours > 0 ? { sealed, version: oldVersion, lastFour, until } : null,
      );
      if (!isReplaced) {
        throw new DomainError("conflict", "Somebody else replaced this key just now. Reload the page.");
      }
      await clearDoubts(tx, tenantId, row);
      const changes = await saveWell(tx, tenantId, row, found);
      await addEvent(tx, tenantId, row.id, { kind: "key_replaced" });
      return {
        result: { version },
        audit: {
          target: row.id,
          before: { keyKind: old.kind, version: oldVersion },
          after: { keyKind: kind, actsAs, version, overlapHours, ...changes },
        },
      };
    },
  }),
);
