import "#server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { onRevocation, onSessionChange } from "#lib/grants/watch-revocations.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { OwnLease } from "#lib/upstreams/lease-own-session.ts";
import { nameOwner } from "#lib/upstreams/name-owner.ts";
import { openQuestions } from "../asking/relay-question.ts";
import type { EventStream } from "../event-stream.ts";
import { NoticeSender } from "../listening/send-notices.ts";
import { writeNotification } from "../protocol.ts";
import { type LinkListener, type ListenedLink, listenOwnLink } from "./listen-own-link.ts";
import type { McpSession } from "./mcp-session.ts";
import { findOwnLinks, type OwnLink, type SessionHolder } from "./own-links.ts";
import { claimStream, findSessionState, releaseStream, takeStream } from "./store.ts";

export type FollowedSession = {
  /** The stream, for what the client is to be told: nothing goes out while another of its streams is the one told. */
  told: Pick<EventStream, "sendText" | "room">;
  stop: () => void;
};

/** What listens and says nothing must not look unused. */
const KEEP_EVERY_MS = 10 * 60_000;
const READY_MS_MAX = 2_000;
/** A stream that took the place before this one looked was opened no later than so: else its process's clock is ahead. */
const FIRST_LOOK_MS_MAX = 5_000;
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const NONE: readonly never[] = [];

/**
 * Keeps a session's stream what the session is: ended with it, and told what its own upstream sessions say. Of several
 * streams of one session, at whichever instances, the newest is told; nothing is said twice. Looks once, and then at every
 * change that is heard.
 */
export function followSession(holder: SessionHolder, stream: EventStream): FollowedSession {
  const { id } = holder.session;
  const follower = new Follower(holder, stream);
  const followers = state();
  const ofSession = followers.get(id) ?? new Set();
  followers.set(id, ofSession.add(follower));
  void follower.look();
  return {
    told: follower,
    stop: () => {
      ofSession.delete(follower);
      if (ofSession.size === 0 && followers.get(id) === ofSession) followers.delete(id);
      follower.stop();
    },
  };
}

/**
 * Whether what an instance says unasked to the session, questions too, is known to reach one of its streams. Where that
 * stream is here, waits for a moment until it does.
 */
export async function isHeard(
  { id, hasStream }: Pick<McpSession, "id" | "hasStream">,
  upstreamId: UpstreamId,
  lease: Pick<OwnLease, "session">,
): Promise<boolean> {
  const here = [...(state().get(id) ?? [])];
  // A stream at another instance may not be told by this upstream session yet; where it is, the instance refuses another.
  if (here.length === 0) return false;
  await lease.session();
  const heard = await Promise.all(here.map((follower) => follower.hears(upstreamId)));
  return heard.includes(true) || hasStream;
}

type Followers = Map<string, Set<Follower>>;

function state(): Followers {
  return once("mcp.followers", () => {
    const followers: Followers = new Map();
    onSessionChange(({ kind, id }) => {
      const meant = kind === "all" ? [...followers.values()] : [followers.get(id) ?? []];
      for (const ofSession of meant) for (const follower of ofSession) void follower.look();
    });
    // An instance's key or what an admin approved of it: which links there are, and what of them may be told.
    onRevocation(({ kind, id }) => {
      if (kind !== "access") return;
      for (const ofSession of followers.values()) {
        for (const follower of ofSession) if (follower.isLinkedIn(id)) void follower.look();
      }
    });
    return followers;
  });
}

/** What only a session with upstream sessions of its own needs; most streams never do. */
type Talk = LinkListener & { questions: ReturnType<typeof openQuestions>; id: string };

class Follower {
  readonly #stream: EventStream;
  #holder: SessionHolder;
  #talk: Talk | undefined;
  #links: readonly ListenedLink[] = NONE;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  readonly #openedAt = performance.timeOrigin + performance.now();
  #hasLooked = false;
  #isTold = true;
  #isOver = false;

  constructor(holder: SessionHolder, stream: EventStream) {
    this.#holder = holder;
    this.#stream = stream;
  }

  isLinkedIn(tenantId: string): boolean {
    return this.#talk !== undefined && this.#holder.actor.tenantId === tenantId;
  }

  sendText(message: string): void {
    if (this.#isTold && !this.#isOver) this.#stream.sendText(message);
  }

  get room(): Promise<void> | undefined {
    return this.#stream.room;
  }

  /** Never throws. A look asked for during another follows it; who asks while one waits gets that one. */
  look(): Promise<void> {
    this.#next ??= this.#lookAfter(this.#looking);
    return this.#next;
  }

  async #lookAfter(last: Promise<void> | undefined): Promise<void> {
    await last;
    this.#next = undefined;
    const looking = this.#lookOnce().catch((error: unknown) =>
      log.warn({ err: error }, "a session's stream was not looked after"),
    );
    this.#looking = looking;
    await looking;
    if (this.#looking === looking) this.#looking = undefined;
  }

  async hears(upstreamId: UpstreamId): Promise<boolean> {
    const find = () => this.#links.find(({ link }) => link.owner.upstreamId === upstreamId);
    if (find() === undefined) await this.look();
    const listened = find();
    if (listened === undefined) return false;
    await Promise.race([listened.ready, sleep(READY_MS_MAX, undefined, { ref: false })]);
    return true;
  }

  stop(): void {
    this.#isOver = true;
    this.#listenTo(NONE);
    if (this.#talk === undefined) return;
    this.#talk.questions.end();
    const { actor, session } = this.#holder;
    releaseStream(actor.tenantId, session.id, this.#talk.id).catch((error: unknown) =>
      log.warn({ err: error }, "a session's stream was not given up"),
    );
  }

  async #lookOnce(): Promise<void> {
    const { actor, session } = this.#holder;
    const found = await findSessionState(actor.tenantId, session.id);
    const isFirst = !this.#hasLooked;
    this.#hasLooked = true;
    if (this.#isOver || found === null) return;
    if (found.isEnded) return this.#stream.end();
    const { logLevel, isSubscribed, hasStream, streamId } = found;
    this.#holder = { actor, session: { ...session, logLevel, isSubscribed, hasStream } };
    this.#isTold = await this.#claim(streamId, isFirst);
    const links = this.#isTold ? await findOwnLinks(this.#holder) : [];
    if (!this.#isOver) this.#listenTo(links);
  }

  /**
   * The newest stream takes the place; an older one gets it when that has left. Of several that were there before there was
   * a place to take, the clocks of their processes tell.
   */
  async #claim(streamId: string | null, isFirst: boolean): Promise<boolean> {
    const { actor, session } = this.#holder;
    if (this.#talk === undefined) {
      this.#talk = this.#makeTalk();
      const notAfter = isFirst ? nameStream(this.#openedAt + FIRST_LOOK_MS_MAX) : LAST_ID;
      return await takeStream(actor.tenantId, session.id, { streamId: this.#talk.id, notAfter });
    }
    if (streamId !== null) return streamId === this.#talk.id;
    return await claimStream(actor.tenantId, session.id, this.#talk.id);
  }

  #makeTalk(): Talk {
    const stream = this.#stream;
    const { actor, session } = this.#holder;
    const sender = new NoticeSender(stream, ({ method, paramsText }) =>
      writeNotification(method, paramsText),
    );
    sender.begin();
    return {
      id: nameStream(this.#openedAt),
      logLevel: () => this.#holder.session.logLevel,
      notify: sender.send,
      questions: openQuestions({
        owner: actor,
        capabilities: session.clientCapabilities,
        send: (message) => stream.sendText(message),
      }),
    };
  }

  #listenTo(links: readonly OwnLink[]): void {
    const kept = this.#links.filter((listened) => {
      const link = links.find((one) => isSame(listened, one));
      if (link === undefined) listened.stop();
      else listened.link = link;
      return link !== undefined;
    });
    const added = links.filter((link) => !kept.some((listened) => listened.link === link));
    const talk = this.#talk;
    const begun = talk === undefined ? [] : added.map((link) => listenOwnLink(link, talk));
    this.#links = kept.length + begun.length === 0 ? NONE : [...kept, ...begun];
    if (this.#links.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => this.#keep(), KEEP_EVERY_MS).unref();
  }

  #keep(): void {
    for (const { link } of this.#links) link.lease.keep();
  }
}

/** A UUID that begins with the time (RFC 9562 section 5.7), so that those of streams opened later are greater. */
function nameStream(openedAt: number): string {
  const ms = Math.floor(openedAt);
  const time = ms.toString(16).padStart(12, "0");
  const fraction = Math.floor((openedAt - ms) * 4_096)
    .toString(16)
    .padStart(3, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${fraction}${randomUUID().slice(18)}`;
}

/** Where there are no sessions, a stream is for what it was opened for. */
function isSame({ link, isModern }: ListenedLink, other: OwnLink): boolean {
  const isSameInstance = nameOwner(link.owner) === nameOwner(other.owner);
  return isSameInstance && (!isModern || link.uris.join("\n") === other.uris.join("\n"));
}
