import "#server-only";
import { decideFeatures } from "#lib/access/decide-feature.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import type { Mapping } from "../relay/send-request.ts";
import { exposeUris } from "./expose-uris.ts";

/** What makes the resources in a tool's result ones the client can ask for: those of further instances are renamed here. */
export async function findMapping(actor: ClientActor, upstreamId: UpstreamId): Promise<Mapping | undefined> {
  const { instances } = await decideFeatures(actor);
  const instance = instances.find((one) => one.upstreamId === upstreamId);
  return instance === undefined || instance.slug === "" ? undefined : (text) => exposeUris(instance, text);
}
