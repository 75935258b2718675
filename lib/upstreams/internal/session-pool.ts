import "#server-only";
import type { OpenedSession, UpstreamSession } from "../open-session.ts";

type Entry = {
  opening: Promise<OpenedSession>;
  session: UpstreamSession | undefined;
  /** Calls and streams under way. */
  uses: number;
  lastUsedAt: number;
  group: SessionGroup | undefined;
};

/** Whose sessions are counted together, and how many of theirs may be open. */
export type SessionGroup = { name: string; max: number };

const SESSIONS_MAX = 5_000;
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

  /**
   * The open session of that name, else the one `open` makes. A failure to open is not kept. Beyond its group's bound the
   * one unused for longest makes room.
   */
  async lease(
    name: string,
    open: () => Promise<OpenedSession>,
    group?: SessionGroup,
  ): Promise<OpenedSession> {
    if (this.#isClosed) return { ok: false, reason: "aborted" };
    const known = this.#entries.get(name);
    if (known !== undefined) {
      known.lastUsedAt = Date.now();
      return await known.opening;
    }
    const entry = this.#add(name, open, group);
    try {
      const opened = await entry.opening;
      if (!opened.ok) this.#forget(name, entry);
      else if (this.#entries.get(name) !== entry) void opened.session.close();
      return opened;
    } catch (error) {
      this.#forget(name, entry);
      throw error;
    }
  }

  /** The open session of that name, where there is one. */
  find(name: string): UpstreamSession | undefined {
    return this.#entries.get(name)?.session;
  }

  /** Forgets a session the instance no longer knows; one opened since then under the same name stays. */
  drop(name: string, session: UpstreamSession): void {
    const entry = this.#entries.get(name);
    if (entry?.session === session) this.#entries.delete(name);
  }

  /** Ends the sessions whose names begin so. */
  end(prefix: string): void {
    for (const [name, entry] of this.#entries) if (name.startsWith(prefix)) this.#end(name, entry);
  }

  /** Ends every session at its instance and opens no more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#sweeper);
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    await Promise.all(entries.map(async ({ session }) => await session?.close()));
  }

  #add(name: string, open: () => Promise<OpenedSession>, group: SessionGroup | undefined): Entry {
    const entry: Entry = {
      opening: Promise.resolve({ ok: false, reason: "aborted" }),
      session: undefined,
      uses: 0,
      lastUsedAt: Date.now(),
      group,
    };
    entry.opening = open().then((opened) => {
      if (!opened.ok) return opened;
      entry.session = opened.session;
      countUses(opened.session, entry);
      return opened;
    });
    this.#entries.set(name, entry);
    if (this.#entries.size > this.#max) this.#endOldest(() => true);
    if (group !== undefined) this.#trim(group);
    return entry;
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
      if (entry.session !== undefined && entry.uses === 0 && entry.lastUsedAt < limit) this.#end(name, entry);
    }
  }

  #trim({ name, max }: SessionGroup): void {
    const isOfGroup = ({ group }: Entry) => group?.name === name;
    const count = [...this.#entries.values()].filter(isOfGroup).length;
    if (count > max) this.#endOldest(isOfGroup);
  }

  /** Of those meant that nobody uses. */
  #endOldest(isMeant: (entry: Entry) => boolean): void {
    let oldest: [string, Entry] | undefined;
    for (const one of this.#entries) {
      if (one[1].uses > 0 || !isMeant(one[1])) continue;
      if (oldest === undefined || one[1].lastUsedAt < oldest[1].lastUsedAt) oldest = one;
    }
    if (oldest !== undefined) this.#end(...oldest);
  }
}

/** Counts what is under way on the session: a long call or a stream must not look idle. */
function countUses(session: UpstreamSession, entry: Entry): void {
  const request = session.request.bind(session);
  const listen = session.listen.bind(session);
  const end = () => {
    entry.uses -= 1;
    entry.lastUsedAt = Date.now();
  };
  session.request = async (sent, options) => {
    entry.uses += 1;
    try {
      return await request(sent, options);
    } finally {
      end();
    }
  };
  session.listen = async (options) => {
    entry.uses += 1;
    const listening = await listen(options).catch((error: unknown) => {
      end();
      throw error;
    });
    if (listening.ok) void listening.ended.then(end);
    else end();
    return listening;
  };
}
