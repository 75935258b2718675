import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { newId, type UpstreamId, type UpstreamKeyId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { ConnectUpstreamInput, KEY_KINDS } from "../schema.ts";
import { findUpstreams, insertSharedKey, insertUpstream, saveTools } from "../store.ts";
import { planTools } from "./plan-tools.ts";
import type { ToolDefinition } from "./read-tools.ts";
import { SPOKEN } from "./record-check.ts";
import { sealKey } from "./seal-key.ts";

const INSTANCES_MAX = 20;

const Input = ConnectUpstreamInput.omit({ confirmSystem: true }).extend({
  kind: z.enum(KEY_KINDS),
  actsAs: z.string().nullable(),
  tools: z.array(z.custom<ToolDefinition>()),
  ...SPOKEN,
});

/** Stores an instance that passed its checks, its key sealed and its tools waiting for approval. */
export const recordUpstream = hearAtOnce(
  command({
    action: "upstream.connect",
    permission: "upstream:write",
    input: Input,
    async run({ tx, actor }, { name, key, kind, actsAs, tools, apiUrl = null, ...place }) {
      const { tenantId } = actor;
      const existing = await findUpstreams(tx, tenantId);
      if (existing.length >= INSTANCES_MAX) {
        throw new DomainError(
          "precondition_failed",
          "An organisation can have twenty Trinity instances. Remove one first.",
        );
      }
      const id = newId<UpstreamId>();
      const slug = existing.length === 0 ? "" : toSlug(name, new Set(existing.map((other) => other.slug)));
      await insertUpstream(tx, tenantId, { id, name, slug, apiUrl, ...place });
      const version = 1;
      await insertSharedKey(tx, tenantId, id, {
        id: newId<UpstreamKeyId>(),
        version,
        sealed: sealKey(key, { tenantId, upstreamId: id, ownerId: null, version }),
        lastFour: key.slice(-4),
        kind,
        actsAs,
      });
      await saveTools(tx, tenantId, id, planTools([], tools));
      return {
        result: { id },
        audit: {
          target: id,
          after: { name, ...place, apiUrl, keyKind: kind, actsAs, tools: tools.length },
        },
      };
    },
  }),
);

/** The prefix of the tools of every instance but the first: letters, digits and `_`, unique in the organisation. */
function toSlug(name: string, taken: ReadonlySet<string>): string {
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .slice(0, 24) || "trinity";
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base}${number}`;
  return slug;
}
