import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { newId, type UpstreamId, type UpstreamKeyId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { CheckRowSchema, ConnectUpstreamInput, KEY_KINDS } from "../schema.ts";
import { findUpstreams, insertUpstream, saveTools } from "../store.ts";
import { insertKey } from "./keys/store.ts";
import { nameSlug } from "./name-slug.ts";
import { planTools } from "./plan-tools.ts";
import { saveQuarantined } from "./quarantine/store.ts";
import { LISTED, SPOKEN } from "./record-check.ts";
import { sealKey } from "./seal-key.ts";

const Input = ConnectUpstreamInput.omit({ confirmSystem: true }).extend({
  kind: z.enum(KEY_KINDS),
  actsAs: z.string().nullable(),
  ...LISTED,
  rows: z.array(CheckRowSchema).default([]),
  ...SPOKEN,
});

/** Stores an instance that passed its checks, its key sealed and its tools waiting for approval. */
export const recordUpstream = hearAtOnce(
  command({
    action: "upstream.connect",
    permission: "upstream:write",
    isLate: true,
    input: Input,
    async run({ tx, actor }, { key, kind, actsAs, tools, quarantined, rows, ...place }) {
      const { tenantId } = actor;
      const { name, url, apiUrl = null, keyHeader } = place;
      const id = newId<UpstreamId>();
      const slug = nameSlug(name, await findUpstreams(tx, tenantId));
      const now = new Date();
      const seen = { checkedAt: now, syncedAt: now, lastGoodAt: now, report: rows };
      await insertUpstream(tx, tenantId, { ...place, id, slug, apiUrl, ...seen });
      await insertKey(tx, tenantId, {
        id: newId<UpstreamKeyId>(),
        upstreamId: id,
        ownerId: null,
        version: 1,
        sealed: sealKey(key, { tenantId, upstreamId: id, ownerId: null, version: 1 }),
        lastFour: key.slice(-4),
        kind,
        actsAs,
      });
      await saveTools(tx, tenantId, id, planTools([], tools));
      await saveQuarantined(tx, tenantId, id, quarantined);
      return {
        result: { id },
        audit: {
          target: id,
          after: { name, url, apiUrl, keyHeader, keyKind: kind, actsAs, tools: tools.length },
        },
      };
    },
  }),
);
