import "#server-only";
import { decideFeatures, type Feature, type FeatureAccess, offering } from "#lib/access/decide-feature.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { listTools } from "../tools/list-tools.ts";

export const VIEW_KINDS = ["tools", "prompts", "resources"] as const;
export type ViewKind = (typeof VIEW_KINDS)[number];

/** What stands for what a connection sees of each kind, equal as long as that is; and what it may use beside tools. */
export type View = { marks: Record<ViewKind, string>; access: FeatureAccess };

/** What that caller sees now, as our rows say; no instance is asked. */
export async function readView(actor: ClientActor): Promise<View> {
  const [tools, access] = await Promise.all([listTools(actor, "legacy"), decideFeatures(actor)]);
  const toMark = (feature: Feature) =>
    offering(access.layer === null ? access.instances : [], feature)
      .map(({ upstreamId, slug, url, key }) => `${upstreamId} ${slug} ${url} ${key?.id} ${key?.version}`)
      .join("\n");
  const marks = {
    tools: sha256Hex(JSON.stringify(tools)),
    prompts: toMark("prompts"),
    resources: toMark("resources"),
  };
  return { marks, access };
}
