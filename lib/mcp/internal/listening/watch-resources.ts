import "#server-only";
import { decideFeatures, type FeatureAccess } from "#lib/access/decide-feature.ts";
import { countRevocations, onRevocation } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { nameOwner } from "#lib/upstreams/name-owner.ts";
import { takePlace } from "../limits/take-place.ts";
import { toOwner } from "../to-owner.ts";
import { type ChosenResources, chooseResources } from "./choose-resources.ts";
import { followResources } from "./follow-resources.ts";

type Notify = (method: string, paramsText: string) => void;
type Followed = { mark: string; stop: () => void; free: () => void };

/** As in `hold-listener`: every process has heard of the change by then, and many at once are one look. */
const WAIT_MS = 300;
const RETRY_MS = 1_000;

/**
 * Tells one stream of changes to resources for as long as its connection may read them. What an admin switches off, or is
 * reached another way from now on, is no longer listened to the old way; `granted` is what there was a place for.
 */
export class ResourceWatch {
  readonly #actor: ClientActor;
  readonly #notify: Notify;
  readonly #followed = new Map<UpstreamId, Followed>();
  #granted: readonly string[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(actor: ClientActor, notify: Notify) {
    this.#actor = actor;
    this.#notify = notify;
  }

  get granted(): readonly string[] {
    return this.#granted;
  }

  /**
   * Resolves when the instances listen, or after five seconds. `since` is `countRevocations()` from before `access` was
   * read.
   */
  async begin(access: FeatureAccess, wanted: readonly string[], since: number): Promise<void> {
    if (this.#isOver) return;
    const taken = chooseResources(access, wanted).flatMap((chosen) => {
      const { upstreamId } = chosen.instance;
      const person = `${upstreamId} ${this.#actor.personId}`;
      const free = takePlace("watch", { instance: upstreamId, person });
      return free === null ? [] : [{ chosen, free }];
    });
    this.#granted = taken.flatMap(({ chosen }) => chosen.named);
    if (taken.length === 0) return;
    addWatch(this.#actor.tenantId, this);
    if (countRevocations() !== since) this.lookSoon();
    await Promise.all(taken.map(({ chosen, free }) => this.#follow(chosen, free)));
  }

  stop(): void {
    this.#isOver = true;
    removeWatch(this.#actor.tenantId, this);
    clearTimeout(this.#timer);
    for (const id of this.#followed.keys()) this.#leave(id)?.();
  }

  lookSoon(waitMs = WAIT_MS): void {
    this.#timer ??= setTimeout(() => void this.#look(), waitMs).unref();
  }

  /** While the database is away all is as before. Never throws. */
  async #look(): Promise<void> {
    this.#timer = undefined;
    const access = await decideFeatures(this.#actor).catch((error: unknown) => {
      log.warn({ err: error }, "a stream of resources was not looked after and will be");
      return null;
    });
    if (this.#isOver) return;
    if (access === null) return this.lookSoon(RETRY_MS);
    const chosen = chooseResources(access, this.#granted);
    for (const id of this.#followed.keys()) {
      const now = chosen.find(({ instance }) => instance.upstreamId === id);
      if (now !== undefined && toMark(this.#actor, now) === this.#followed.get(id)?.mark) continue;
      const free = this.#leave(id);
      if (now !== undefined && free !== undefined) void this.#follow(now, free);
      else free?.();
    }
  }

  async #follow(chosen: ChosenResources, free: () => void): Promise<void> {
    const following = followResources(this.#actor.tenantId, [chosen], this.#notify);
    this.#followed.set(chosen.instance.upstreamId, {
      mark: toMark(this.#actor, chosen),
      stop: following.stop,
      free,
    });
    await following.ready;
  }

  /** What gives its place back. */
  #leave(id: UpstreamId): (() => void) | undefined {
    const followed = this.#followed.get(id);
    this.#followed.delete(id);
    followed?.stop();
    return followed?.free;
  }
}

function toMark({ tenantId }: ClientActor, { instance, uris }: ChosenResources): string {
  const owner = toOwner(tenantId, instance);
  return [owner === null ? "" : nameOwner(owner), instance.slug, ...uris].join("\n");
}

type Watches = Map<TenantId, Set<ResourceWatch>>;

function state(): Watches {
  return once("mcp.resource-watches", () => {
    const watches: Watches = new Map();
    onRevocation(({ kind, id }) => {
      if (kind !== "access" && kind !== "all") return;
      const meant = kind === "all" ? [...watches.values()] : [watches.get(id as TenantId) ?? []];
      for (const ofTenant of meant) for (const watch of ofTenant) watch.lookSoon();
    });
    return watches;
  });
}

function addWatch(tenantId: TenantId, watch: ResourceWatch): void {
  const watches = state();
  const ofTenant = watches.get(tenantId) ?? new Set();
  watches.set(tenantId, ofTenant.add(watch));
}

function removeWatch(tenantId: TenantId, watch: ResourceWatch): void {
  const ofTenant = state().get(tenantId);
  ofTenant?.delete(watch);
  if (ofTenant?.size === 0) state().delete(tenantId);
}
