import "#server-only";
import pg from "pg";
import { log } from "../../log/log.ts";
import { CHANNELS, deliver, deliverFrom, toDatabaseName } from "./handlers.ts";

const CONNECT_MS_MAX = 5_000;
const QUERY_MS_MAX = 5_000;
const HEARTBEAT_MS = 5_000;
const RETRY_MS = { first: 50, max: 2_000 };

/** One connection that listens, and comes back by itself for as long as it is not closed. */
export class Listener {
  readonly #url: string;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #isClosed = false;
  #isListening = false;

  constructor(url: string) {
    this.#url = url;
  }

  /** False as soon as the connection is known to be lost, and until it listens again. */
  get isListening(): boolean {
    return this.#isListening;
  }

  /** Resolves after the first attempt, whatever came of it. */
  async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "trinity-connect-bus",
      connectionTimeoutMillis: CONNECT_MS_MAX,
      query_timeout: QUERY_MS_MAX,
      keepAlive: true,
    });
    this.#client = client;
    client.on("error", (error) => this.#lose(client, error));
    client.on("end", () => this.#lose(client));
    client.on("notification", ({ channel, payload }) => deliverFrom(channel, payload ?? ""));
    try {
      await client.connect();
      await client.query(CHANNELS.map((channel) => `LISTEN ${toDatabaseName(channel)}`).join("; "));
    } catch (error) {
      return this.#lose(client, error);
    }
    if (this.#client !== client) return;
    if (this.#failures > 0) log.info({ attempts: this.#failures }, "listening to the database again");
    this.#failures = 0;
    this.#isListening = true;
    this.#beat(client);
    for (const channel of CHANNELS) deliver(channel, "*");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isListening = false;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    await client?.end().catch(() => undefined);
  }

  /** A connection cut without a word (a proxy's idle limit, a host gone) shows only when asked. */
  #beat(client: pg.Client): void {
    this.#timer = setTimeout(() => {
      client.query("SELECT 1").then(
        () => this.#client === client && this.#beat(client),
        (error: unknown) => this.#lose(client, error),
      );
    }, HEARTBEAT_MS).unref();
  }

  #lose(client: pg.Client, reason?: unknown): void {
    if (this.#client !== client || this.#isClosed) return;
    this.#client = undefined;
    this.#isListening = false;
    clearTimeout(this.#timer);
    client.end().catch(() => undefined);
    if (this.#failures === 0) log.warn({ err: reason }, "no longer listening to the database");
    const wait = Math.min(RETRY_MS.max, RETRY_MS.first * 2 ** this.#failures);
    this.#failures += 1;
    this.#timer = setTimeout(() => void this.open(), wait * (0.5 + Math.random() / 2)).unref();
  }
}
