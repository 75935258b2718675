import "#server-only";
import type { OpenedSession, UpstreamSession } from "../open-session.ts";

type Entry = {
  opening: Promise<OpenedSession>;
  session: UpstreamSession | undefined;
  lastUsedAt: number;
};

const SESSIONS_MAX = 2_000;
const IDLE_MS = 10 * 60_000;

/** Open sessions by name: opened once however many ask at the same time, ended when idle, displaced or closed. */
export class SessionPool {
  readonly #entries = new Map<string, Entry>();
  readonly #max: number;
  readonly #sweeper: NodeJS.Timeout;
  #isClosed = false;

  constructor(max = SESSIONS_MAX) {
    this.#max = max;
    this.#sweeper = setInterval(() => this.#sweep(), IDLE_MS / 10).unref();
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The open session of that name, else the one `open` makes. A failure to open is not kept. */
  async lease(name: string, open: () => Promise<OpenedSession>): Promise<OpenedSession> {
    if (this.#isClosed) return { ok: false, reason: "aborted" };
    const known = this.#entries.get(name);
    if (known !== undefined) {
      known.lastUsedAt = Date.now();
      return await known.opening;
    }
    const entry: Entry = { opening: open(), session: undefined, lastUsedAt: Date.now() };
    this.#entries.set(name, entry);
    this.#evict();
    try {
      const opened = await entry.opening;
      if (!opened.ok) this.#forget(name, entry);
      else if (this.#entries.get(name) === entry) entry.session = opened.session;
      else void opened.session.close();
      return opened;
    } catch (error) {
      this.#forget(name, entry);
      throw error;
    }
  }

  /** Forgets a session the instance no longer knows; one opened since then under the same name stays. */
  drop(name: string, session: UpstreamSession): void {
    const entry = this.#entries.get(name);
    if (entry?.session === session) this.#entries.delete(name);
  }

  /** Ends every session at its instance and opens no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweeper);
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(entries.map(async ({ session }) => await session?.close()));
  }

  #forget(name: string, entry: Entry): void {
    if (this.#entries.get(name) === entry) this.#entries.delete(name);
  }

  #end(name: string, entry: Entry): void {
    this.#entries.delete(name);
    void entry.session?.close();
  }

  #sweep(): void {
    const limit = Date.now() - IDLE_MS;
    for (const [name, entry] of this.#entries) {
      if (entry.session !== undefined && entry.lastUsedAt < limit) this.#end(name, entry);
    }
  }

  #evict(): void {
    if (this.#entries.size <= this.#max) return;
    let oldest: [string, Entry] | undefined;
    for (const one of this.#entries) {
      if (oldest === undefined || one[1].lastUsedAt < oldest[1].lastUsedAt) oldest = one;
    }
    if (oldest !== undefined) this.#end(...oldest);
  }
}
