import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { once } from "#lib/platform/registry/once.ts";

/** A quarter of the sockets an instance gets: whoever watches its resources must not keep others from calling it. */
const PER_INSTANCE_MAX = 64;
/** And one person, with however many connections, must not keep others from watching. */
const PER_PERSON_MAX = 16;

/** A place among the streams that watch resources of that instance in this process; null when there is none left. */
export function takeWatchPlace(
  upstreamId: UpstreamId,
  { personId }: Pick<ClientActor, "personId">,
): { free: () => void } | null {
  const taken = once("mcp.watched-resources", () => new Map<string, number>());
  const ofPerson = `${upstreamId} ${personId}`;
  const countOf = (name: string) => taken.get(name) ?? 0;
  if (countOf(upstreamId) >= PER_INSTANCE_MAX || countOf(ofPerson) >= PER_PERSON_MAX) return null;
  const add = (change: 1 | -1) => {
    for (const name of [upstreamId, ofPerson]) {
      const count = countOf(name) + change;
      if (count === 0) taken.delete(name);
      else taken.set(name, count);
    }
  };
  add(1);
  return { free: () => add(-1) };
}
