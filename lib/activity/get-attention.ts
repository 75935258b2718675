import "#server-only";
import { z } from "zod";
import { query } from "#lib/verbs/query.ts";
import { type Attention, findAttention } from "./internal/overview/store.ts";

export type { Attention };

/**
 * What needs an admin now: tools that are paused or changed, dead keys, instances that fail, a secret of
 * company sign-in that ends, a log stream that fails, people who ask to join or for an app.
 */
export const getAttention = query({
  action: "overview.get-attention",
  permission: "upstream:read",
  input: z.strictObject({}),
  run: ({ tx, actor }): Promise<Attention> => findAttention(tx, actor.tenantId),
});
