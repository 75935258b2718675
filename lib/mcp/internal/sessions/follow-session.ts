import "#server-only";
import { randomUUID } from "node:crypto";
import { log } from "#lib/platform/log/log.ts";
import { openQuestions } from "../asking/relay-question.ts";
import { NoticeSender } from "../listening/send-notices.ts";
import type { EventStream } from "../relay/event-stream.ts";
import { type LinkListener, type ListenedLink, listenOwnLink } from "./listen-own-link.ts";
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

/**
 * Keeps a session's stream what the session is: ended with it, and told what its own upstream sessions say. Of several
 * streams of one session, at whichever instances, the newest is told; nothing is said twice. Looks once, and then at every
 * change that is heard.
 */
export function followSession(holder: SessionHolder, stream: EventStream): FollowedSession {
  const follower = new Follower(holder, stream);
  const stopWatching = watchSession(holder.session.id, () => follower.look());
  follower.look();
  return {
    told: follower,
    stop: () => {
      stopWatching();
      follower.stop();
    },
  };
}

class Follower {
  readonly #id = randomUUID();
  readonly #stream: EventStream;
  readonly #sender: NoticeSender;
  readonly #questions: ReturnType<typeof openQuestions>;
  readonly #listener: LinkListener;
  #holder: SessionHolder;
  #links: readonly ListenedLink[] = [];
  #timer: NodeJS.Timeout | undefined;
  #looking: "no" | "once" | "again" = "no";
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

  /** Never throws; a look asked for during another follows it. */
  look(): void {
    if (this.#looking !== "no") {
      this.#looking = "again";
      return;
    }
    this.#looking = "once";
    this.#lookOnce()
      .catch((error: unknown) => log.warn({ err: error }, "a session's stream was not looked after"))
      .finally(() => {
        const isAskedAgain = this.#looking === "again";
        this.#looking = "no";
        if (isAskedAgain && !this.#isOver) this.look();
      });
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
    const state = await findSessionState(actor.tenantId, session.id);
    if (this.#isOver || state === null) return;
    if (state.isEnded) return this.#stream.end();
    const { logLevel, isSubscribed, streamId } = state;
    this.#holder = { actor, session: { ...session, logLevel, isSubscribed } };
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
