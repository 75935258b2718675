import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { FollowedInstance } from "./follow-instances.ts";
import { readView, type View, type ViewKind } from "./read-view.ts";

/** An open stream that is told of changes. */
export type Listener = {
  /** Its groups follow the connection's, and its app's limit the organisation's, when these are widened. */
  actor: ClientActor;
  /** What it asked for and was promised. */
  kinds: readonly ViewKind[];
  /** `paramsText` is the JSON text of the params, which are an object. */
  notify: (method: string, paramsText: string) => void;
};

/** `view` is what it was last seen to see; undefined while nobody could read that: then any change may be one of it. */
export type HeldListener = Listener & { view: View | undefined; follows: FollowedInstance[] };

/** The listeners of one organisation, and what callers like them see. */
export type Audience = { held: Set<HeldListener>; views: Map<string, Promise<View>> };

/** What that caller sees; of callers alike it is read once, until something changes. */
export async function viewOf({ views }: Audience, actor: ClientActor): Promise<View> {
  const { personId, role, isSharedAddress, groups, effectMax = "", presented } = actor;
  // Whoever came with a key sees one instance, and asks it with that key.
  const own = presented === undefined ? "" : actor.grantId;
  const key = [personId, role, isSharedAddress, own, effectMax, ...groups].join(" ");
  const known = views.get(key);
  if (known !== undefined) return await known;
  const reading = readView(actor);
  views.set(key, reading);
  reading.catch(() => views.delete(key));
  return await reading;
}
