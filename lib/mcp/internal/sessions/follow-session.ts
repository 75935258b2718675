import "#server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import type { OwnLease } from "#lib/upstreams/lease-own-session.ts";
import { openQuestions } from "../asking/relay-question.ts";
import { NoticeSender } from "../listening/send-notices.ts";
import type { EventStream } from "../relay/event-stream.ts";
import { type LinkListener, type ListenedLink, listenOwnLink } from "./listen-own-link.ts";
import type { McpSession } from "./mcp-session.ts";
import { findOwnLinks, type OwnLink, type SessionHolder } from "./own-links.ts";
import { claimStream, findSessionState, releaseStream, takeStream } from "./store.ts";
import { watchSession } from "./watch-session.ts";

export type FollowedSession = {
  /** The stream, for what the client is to be told: nothing goes out while another of its streams is the one told. */
  told: Pick<EventStream, "sendText" | "room">;
  stop: () => void;
};

/** What listens and says nothing must not look unused. */
const KEEP_EVERY_MS = 10 * 60_000;
const READY_MS_MAX = 2_000;

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
  const stopWatching = watchSession(id, () => void follower.look());
  void follower.look();
  return {
    told: follower,
    stop: () => {
      stopWatching();
      ofSession.delete(follower);
      if (ofSession.size === 0) followers.delete(id);
      follower.stop();
    },
  };
}

/**
 * Whether what an instance says unasked to the session, questions too, reaches one of its streams, at whichever of our
 * instances. Where that stream is here, waits for a moment until it does.
 */
export async function isHeard(
  { id, hasStream }: Pick<McpSession, "id" | "hasStream">,
  upstreamId: UpstreamId,
  lease: Pick<OwnLease, "session">,
): Promise<boolean> {
  const here = [...(state().get(id) ?? [])];
  if (here.length === 0) return hasStream;
  await lease.session();
  const heard = await Promise.all(here.map((follower) => follower.hears(upstreamId)));
  return heard.includes(true) || hasStream;
}

const state = () => once("mcp.followers", () => new Map<string, Set<Follower>>());

class Follower {
  readonly #id = randomUUID();
  readonly #stream: EventStream;
  readonly #sender: NoticeSender;
  readonly #questions: ReturnType<typeof openQuestions>;
  readonly #listener: LinkListener;
  #holder: SessionHolder;
  #links: readonly ListenedLink[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;
  #isTold = true;
  #hasTaken = false;
  #isOver = false;

  constructor(holder: SessionHolder, stream: EventStream) {
    this.#holder = holder;
    this.#stream = stream;
    this.#sender = new NoticeSender(
      stream,
      ({ method, paramsText }) =>
        `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${paramsText}}`,
    );
    this.#sender.begin();
    this.#questions = openQuestions({
      owner: holder.actor,
      capabilities: holder.session.clientCapabilities,
      send: (message) => stream.sendText(message),
    });
    this.#listener = {
      logLevel: () => this.#holder.session.logLevel,
      notify: (method, paramsText) => this.#sender.send(method, paramsText),
      questions: this.#questions,
    };
  }

  sendText(message: string): void {
    if (this.#isTold && !this.#isOver) this.#stream.sendText(message);
  }

  get room(): Promise<void> | undefined {
    return this.#stream.room;
  }

  /** Never throws. A look asked for during another follows it; who asks while one waits gets that one. */
  look(): Promise<void> {
    this.#next ??= this.#looking.then(async () => {
      this.#next = undefined;
      this.#looking = this.#lookOnce().catch((error: unknown) =>
        log.warn({ err: error }, "a session's stream was not looked after"),
      );
      await this.#looking;
    });
    return this.#next;
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
    this.#listenTo([]);
    this.#questions.end();
    if (!this.#hasTaken) return;
    const { actor, session } = this.#holder;
    releaseStream(actor.tenantId, session.id, this.#id).catch((error: unknown) =>
      log.warn({ err: error }, "a session's stream was not given up"),
    );
  }

  async #lookOnce(): Promise<void> {
    const { actor, session } = this.#holder;
    const found = await findSessionState(actor.tenantId, session.id);
    if (this.#isOver || found === null) return;
    if (found.isEnded) return this.#stream.end();
    const { logLevel, isSubscribed, hasStream, streamId } = found;
    this.#holder = { actor, session: { ...session, logLevel, isSubscribed, hasStream } };
    this.#isTold = await this.#claim(streamId);
    const links = this.#isTold ? await findOwnLinks(this.#holder) : [];
    if (!this.#isOver) this.#listenTo(links);
  }

  /** The newest stream takes the place; an older one gets it when that has left. */
  async #claim(streamId: string | null): Promise<boolean> {
    const { actor, session } = this.#holder;
    if (!this.#hasTaken) {
      this.#hasTaken = true;
      await takeStream(actor.tenantId, session.id, this.#id);
      return true;
    }
    if (streamId !== null) return streamId === this.#id;
    return await claimStream(actor.tenantId, session.id, this.#id);
  }

  #listenTo(links: readonly OwnLink[]): void {
    const kept = this.#links.filter((listened) => {
      const link = links.find((one) => isSame(listened, one));
      if (link === undefined) listened.stop();
      else listened.link = link;
      return link !== undefined;
    });
    const added = links.filter((link) => !kept.some((listened) => listened.link === link));
    this.#links = [...kept, ...added.map((link) => listenOwnLink(link, this.#listener))];
    if (this.#links.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    } else this.#timer ??= setInterval(() => this.#keep(), KEEP_EVERY_MS).unref();
  }

  #keep(): void {
    for (const { link } of this.#links) link.lease.keep();
  }
}

/** Where there are no sessions, a stream is for what it was opened for. */
function isSame({ link, isModern }: ListenedLink, other: OwnLink): boolean {
  const { upstreamId, url, key, keyHeader } = link.owner;
  const isSameInstance =
    upstreamId === other.owner.upstreamId &&
    url === other.owner.url &&
    keyHeader === other.owner.keyHeader &&
    key.id === other.owner.key.id &&
    key.version === other.owner.key.version;
  return isSameInstance && (!isModern || link.uris.join("\n") === other.uris.join("\n"));
}
