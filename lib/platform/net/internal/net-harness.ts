import "#server-only";
import { once as onceEvent } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { isDomainError } from "#lib/kernel/errors.ts";
import { type Config, setConfig } from "../../config/get-config.ts";
import { Exchange } from "../exchange.ts";
import { fetchThrough, type GuardedFetchOptions } from "../guarded-fetch.ts";
import type { GuardedResponse } from "../guarded-response.ts";
import { type NetReason, netReasonOf } from "../net-error.ts";
import { type PoolOptions, Pools } from "../open-pool.ts";
import type { ResolveHost } from "../resolve-host.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A server that really listens on both loopbacks at one port and counts who connects, fresh for every test. */
class Net {
  tcpConnections = 0;
  port = 0;
  handler: Handler = (_request, response) => response.end("ok");
  pools = new Pools({ resolve: async () => ["127.0.0.1"] });
  readonly #cleanups: (() => unknown)[] = [];

  cleanUp(run: () => unknown): void {
    this.#cleanups.push(run);
  }

  async start(): Promise<void> {
    this.cleanUp(() => this.pools.destroy());
    this.port = await this.#listen(0, "127.0.0.1");
    // A machine without IPv6 cannot be reached there either.
    await this.#listen(this.port, "::1").catch(() => undefined);
    this.allow(`127.0.0.1:${this.port}`);
  }

  async stop(): Promise<void> {
    for (const cleanup of this.#cleanups.splice(0).toReversed()) await cleanup();
  }

  allow(...outboundAllow: string[]): void {
    setConfig({ outboundAllow } as unknown as Config);
  }

  openPools(resolve: ResolveHost, options: Partial<PoolOptions> = {}): Pools {
    const made = new Pools({ resolve, ...options });
    this.cleanUp(() => made.destroy());
    return made;
  }

  /** Dials a name that passed `checkUrl`, at the listening port instead of 443, so that a wrong dial would be seen. */
  dial(through: Pools, isAllowed = false): Promise<GuardedResponse> {
    const limits = { timeoutMs: 5_000, totalTimeoutMs: undefined, maxBytes: 1_000, signal: undefined };
    const exchange = new Exchange(limits);
    const origin = `http://mcp.example.com:${this.port}`;
    const pool = through.open({ pool: "tenant-a", origin, isAllowed });
    pool.dispatch({ path: "/", method: "GET" }, exchange);
    return exchange.response;
  }

  get(options: GuardedFetchOptions = {}, path = "/"): Promise<GuardedResponse> {
    return fetchThrough(this.pools, `http://127.0.0.1:${this.port}${path}`, options);
  }

  async #listen(port: number, host: string): Promise<number> {
    const server: Server = createServer((request, response) => void this.handler(request, response));
    server.on("connection", () => this.tcpConnections++).listen(port, host);
    await onceEvent(server, "listening");
    this.cleanUp(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }
}

/** The network of the test that runs: each test gets a new one. */
export function useNet(): Net {
  const current = new Net();
  beforeEach(async () => {
    const { tcpConnections, handler } = new Net();
    Object.assign(current, {
      tcpConnections,
      handler,
      pools: new Pools({ resolve: async () => ["127.0.0.1"] }),
    });
    await current.start();
  });
  afterEach(async () => {
    await current.stop();
    vi.unstubAllEnvs();
  });
  return current;
}

/** Asserts that the call failed for one of these reasons, and that its error shows nothing of either side. */
export async function expectReason(outcome: Promise<unknown>, ...reasons: NetReason[]): Promise<void> {
  const error: unknown = await outcome.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(isDomainError(error)).toBe(true);
  expect(reasons).toContain(netReasonOf(error));
  expect((error as Error).cause).toBeUndefined();
  expect((error as Error).message).not.toMatch(/127\.0\.0\.1|::1|example|ECONN|secret/);
}
