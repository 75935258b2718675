import "#server-only";
import { z } from "zod";
import { hearAtOnce } from "#lib/grants/hear-at-once.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { command } from "#lib/verbs/command.ts";
import { query } from "#lib/verbs/query.ts";
import { KEY_KINDS, StoreOwnKeyInput } from "../../schema.ts";
import { findUpstream, type Tx, type UpstreamRow } from "../../store.ts";
import { missingUpstream } from "../missing-upstream.ts";
import { requireTried, TriedSchema } from "../tried.ts";
import { saveOwnKey } from "./save-own-key.ts";

/** Whether this person may bring a key of their own for that instance; it comes back for the key to be tried. */
export const admitOwnKey = query({
  action: "own-key.test",
  permission: "own-key:write",
  input: StoreOwnKeyInput,
  run: async ({ tx, actor }, { id }) => await findTaker(tx, actor, id),
});

/** Stores a key that an instance took. Throws `conflict` when the instance is not the one that took it any more. */
export const recordOwnKey = hearAtOnce(
  command({
    action: "own-key.store",
    permission: "own-key:write",
    isLate: true,
    input: StoreOwnKeyInput.extend({
      tried: TriedSchema,
      kind: z.enum(KEY_KINDS),
      actsAs: z.string().nullable(),
    }),
    async run({ tx, actor }, { id, tried, key, kind, actsAs }) {
      const row = await findTaker(tx, actor, id);
      requireTried(row, tried);
      const result = await saveOwnKey(tx, actor, { row, key, owner: { kind, actsAs } });
      return { result, audit: { target: row.id, after: { keyKind: kind, actsAs, ...result } } };
    },
  }),
);

/** An instance that is set up, takes people's own keys, and is for this person's role. */
async function findTaker(tx: Tx, { tenantId, role }: MemberActor, id: string): Promise<UpstreamRow> {
  const row = await findUpstream(tx, tenantId, id as UpstreamId);
  if (!row || row.status === "draft" || row.keyMode === "shared" || !row.roles.includes(role)) {
    throw missingUpstream();
  }
  return row;
}
