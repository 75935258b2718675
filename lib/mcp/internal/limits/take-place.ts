import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { once } from "#lib/platform/registry/once.ts";

/** Whose places are taken, beside this process's. */
type Holder = { connection?: string; instance?: string; person?: string; tenant?: string };
type Bounds = Partial<Record<keyof Holder | "process", number>>;

/**
 * How many of each kind may be open here at the same time: an instance has 256 sockets, and calls need most of them. As
 * anybody may have any number of connections, what is scarce is shared out among people and organisations too.
 */
const BOUNDS = {
  /**
   * Running calls: a client that leaves does not stop its calls in the older revisions, so connections held do not bound
   * them. How many an instance may have is the business of its guard, where they wait their turn.
   */
  call: { connection: 64 },
  /** Streams that clients listen on. */
  stream: { process: 10_000, tenant: 5_000, person: 256, connection: 16 },
  /** Streams of instances that are listened to for a client's resources; `person` counts at each instance. */
  watch: { instance: 64, person: 16 },
  /** Calls kept open at their instance between two requests of their client. */
  parked: { process: 1_000, tenant: 500, instance: 64, person: 16, connection: 8 },
  /** Sessions' own streams at an instance, open while they call. */
  aside: { process: 2_000, instance: 64 },
  /** Answers of clients, and of other processes, that are waited for. */
  reply: { process: 20_000, tenant: 10_000, person: 512, connection: 64 },
} as const satisfies Record<string, Bounds>;

/**
 * A place among what of that kind is open in this process, for every holder named; null when one of them has none left.
 * What it returns gives the place back, once however often it is called.
 */
export function takePlace(kind: keyof typeof BOUNDS, holder: Holder): (() => void) | null {
  const taken = once("mcp.places", () => new Map<string, number>());
  const names: string[] = [];
  for (const [whose, max] of Object.entries(BOUNDS[kind])) {
    const name = `${kind} ${whose} ${whose === "process" ? "" : holder[whose as keyof Holder]}`;
    if ((taken.get(name) ?? 0) >= max) return null;
    names.push(name);
  }
  for (const name of names) taken.set(name, (taken.get(name) ?? 0) + 1);
  let isFree = false;
  return () => {
    if (isFree) return;
    isFree = true;
    for (const name of names) {
      const rest = (taken.get(name) ?? 1) - 1;
      if (rest === 0) taken.delete(name);
      else taken.set(name, rest);
    }
  };
}

/** Who holds a place, as far as its connection tells. */
export function toHolder({
  grantId,
  personId,
  tenantId,
}: Pick<ClientActor, "grantId" | "personId" | "tenantId">): Holder {
  return { connection: grantId, person: personId, tenant: tenantId };
}
