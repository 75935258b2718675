import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { KEY_KINDS, ReplaceKeyInput } from "../schema.ts";
import { findUpstream, replaceSharedKey } from "../store.ts";
import { missingUpstream } from "./missing-upstream.ts";
import type { ToolDefinition } from "./read-tools.ts";
import { saveWell, SPOKEN } from "./record-check.ts";
import { sealKey } from "./seal-key.ts";

const Input = ReplaceKeyInput.omit({ confirmSystem: true }).extend({
  kind: z.enum(KEY_KINDS),
  actsAs: z.string().nullable(),
  tools: z.array(z.custom<ToolDefinition>()),
  ...SPOKEN,
});

/** Puts a key that passed its checks in the place of the stored one; sessions under the old version are not used again. */
export const recordKey = hearAtOnce(
  command({
    action: "upstream.replace-key",
    permission: "upstream:write",
    input: Input,
    async run({ tx, actor }, { id, key, kind, actsAs, ...found }) {
      const { tenantId } = actor;
      const row = await findUpstream(tx, tenantId, id as UpstreamId);
      const old = row?.keys[0];
      if (!row || !old) throw missingUpstream();
      const version = old.version + 1;
      const isReplaced = await replaceSharedKey(tx, tenantId, {
        id: old.id,
        version,
        sealed: sealKey(key, { tenantId, upstreamId: row.id, ownerId: null, version }),
        lastFour: key.slice(-4),
        kind,
        actsAs,
      });
      if (!isReplaced) {
        throw new DomainError("conflict", "Somebody else replaced this key just now. Reload the page.");
      }
      const changes = await saveWell(tx, tenantId, row, found);
      return {
        result: { version },
        audit: {
          target: row.id,
          before: { keyKind: old.kind, actsAs: old.actsAs, version: old.version },
          after: { keyKind: kind, actsAs, version, ...changes },
        },
      };
    },
  }),
);
