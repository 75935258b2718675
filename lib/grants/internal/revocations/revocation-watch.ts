import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { readRevocations } from "./store.ts";

/**
 * `client`: its id is `<tenant>/<client_id>`. `access`: what may be called in that organisation, and with what; no
 * connection of it ended. `session`: a session of an app; nothing else changed. `all`: something may have been missed.
 */
export const REVOCATION_KINDS = [
  "grant",
  "person",
  "membership",
  "tenant",
  "client",
  "access",
  "session",
  "all",
] as const;
export type RevocationEvent = { kind: (typeof REVOCATION_KINDS)[number]; id: string };

const EVERY_MS = 250;
/** Less than the second that is promised, by what a commit and an answer take. */
const FRESH_MS = 800;
const ALL: RevocationEvent = { kind: "all", id: "" };

type Moment = { monotonic: number; wall: number };
const now = (): Moment => ({ monotonic: performance.now(), wall: Date.now() });

/** A kind this version does not know is taken for everything: a newer instance may run beside it. */
export function toEvent(kind: string, id: string): RevocationEvent {
  const known = REVOCATION_KINDS.find((one) => one === kind);
  return known === undefined ? ALL : { kind: known, id };
}

/**
 * Reads the revocations every 250 ms, each time from the snapshot of the time before. At first, at every failure and after it
 * nobody can say what was missed: then the event is `all`.
 */
export class RevocationWatch {
  readonly #tell: (event: RevocationEvent) => void;
  #since: string | null = null;
  #sentAt: Moment | undefined;
  #timer: NodeJS.Timeout | undefined;
  #look: Promise<void> = Promise.resolve();
  #isFailing = false;
  #isStopped = false;

  constructor(tell: (event: RevocationEvent) => void) {
    this.#tell = tell;
  }

  /**
   * Counted from when the last look that succeeded was sent: what it did not see was committed after that. By both
   * clocks: the one that cannot jump stands still while the machine sleeps.
   */
  isFresh(): boolean {
    if (this.#sentAt === undefined) return false;
    const { monotonic, wall } = now();
    return monotonic - this.#sentAt.monotonic < FRESH_MS && wall - this.#sentAt.wall < FRESH_MS;
  }

  /** Looks once, after a look under way; resolves when everything committed before the call has been told. */
  async look(): Promise<void> {
    const next = this.#look.then(() => this.#lookOnce());
    this.#look = next;
    await next;
  }

  /**
   * The same, as if for the first time: behind a connection that was cut may be another server, or the same one after a
   * crash, and a snapshot taken there before says nothing about the transactions numbered since.
   */
  async lookAnew(): Promise<void> {
    this.#look = this.#look.then(() => void (this.#since = null));
    await this.look();
  }

  /** Looks now and from then on. */
  async start(): Promise<void> {
    const startedAt = performance.now();
    await this.look();
    if (this.#isStopped) return;
    const wait = Math.max(0, EVERY_MS - (performance.now() - startedAt));
    this.#timer = setTimeout(() => void this.start(), wait).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#sentAt = undefined;
    clearTimeout(this.#timer);
    await this.#look;
  }

  async #lookOnce(): Promise<void> {
    if (this.#isStopped) return;
    const sentAt = now();
    try {
      const { snapshot, rows } = await readRevocations(this.#since);
      if (this.#since === null) this.#tell(ALL);
      for (const { kind, subject } of rows) this.#tell(toEvent(kind, subject));
      this.#since = snapshot;
      if (!this.#isStopped) this.#sentAt = sentAt;
      if (this.#isFailing) log.info({}, "revocations are read again");
      this.#isFailing = false;
    } catch (error) {
      this.#since = null;
      this.#tell(ALL);
      if (!this.#isFailing) log.warn({ err: error }, "revocations cannot be read; every token is looked up");
      this.#isFailing = true;
    }
  }
}
