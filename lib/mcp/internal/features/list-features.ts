import "#server-only";
import { decideFeatures, type FeatureAccess, offering } from "#lib/access/decide-feature.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";

/** What a server declares in `server/discover` and in `initialize`. */
export type Capabilities = {
  tools: { listChanged: true };
  prompts?: { listChanged: true };
  resources?: { listChanged: true; subscribe?: true };
  completions?: Record<string, never>;
  logging?: Record<string, never>;
};

/**
 * What there is for this caller: exactly what the lists and requests will answer. Read from our rows; no instance is
 * asked.
 */
export async function listFeatures(actor: ClientActor): Promise<Capabilities> {
  return toCapabilities(await decideFeatures(actor));
}

/** The same of what was decided already. */
export function toCapabilities({ instances, layer }: FeatureAccess): Capabilities {
  const usable = layer === null ? instances : [];
  const resources = offering(usable, "resources");
  const canSubscribe = resources.some(({ declared }) => declared.includes("resources.subscribe"));
  return {
    tools: { listChanged: true },
    ...(offering(usable, "prompts").length > 0 ? { prompts: { listChanged: true } } : {}),
    ...(resources.length > 0
      ? { resources: { listChanged: true, ...(canSubscribe ? { subscribe: true } : {}) } }
      : {}),
    ...(offering(usable, "completions").length > 0 ? { completions: {} } : {}),
    ...(instances.some(({ declared }) => declared.includes("logging")) ? { logging: {} } : {}),
  };
}
