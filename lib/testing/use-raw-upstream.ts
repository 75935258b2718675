import { afterEach, beforeEach, vi } from "vitest";
import { getConfig, setConfig } from "#lib/platform/config/get-config.ts";
import { takeOnce } from "#lib/platform/registry/once.ts";
import {
  type OpenedSession,
  openSession,
  type OpenSessionOptions,
  type UpstreamSession,
} from "#lib/upstreams/open-session.ts";
import { beginSession, openRawUpstream, type RawRequest, type RawUpstream } from "./open-raw-upstream.ts";

export const RAW_KEY = "trinity_mcp_key-of-the-test";

type RawScene = {
  raw: RawUpstream;
  /** Has the server begin sessions, and do with everything else as told. */
  answer: (behaviour: (asked: RawRequest) => void) => void;
  /** How a server is reached with the scene's key. */
  place: (url?: string) => OpenSessionOptions & { key: string };
  /** A session that is closed after the test; throws when it cannot be opened. */
  open: (options: OpenSessionOptions) => Promise<UpstreamSession>;
  /** Makes a server with the scene's key and closes it after the test. */
  start: <Upstream extends { url: string; close: () => Promise<void> }>(
    make: (key: string) => Promise<Upstream>,
  ) => Promise<Upstream>;
};

/**
 * A server of which the test says every byte, and sessions with it; a new one for each test. Makes a configuration unless
 * the test `hasConfig`.
 */
export function useRawUpstream({ hasConfig = false } = {}): RawScene {
  const cleanups: (() => Promise<void>)[] = [];
  const allow = (url: string) => {
    const config = getConfig();
    setConfig({ ...config, outboundAllow: [...config.outboundAllow, new URL(url).host] });
  };
  const scene: RawScene = {
    raw: {} as RawUpstream,
    answer(behaviour) {
      scene.raw.answer = (asked) => {
        if (!beginSession(asked)) behaviour(asked);
      };
    },
    place: (url = scene.raw.url) => ({
      url,
      key: RAW_KEY,
      keyHeader: "authorization",
      transport: "http",
      pool: "tenant",
    }),
    async open(options) {
      const opened: OpenedSession = await openSession(options);
      if (!opened.ok) throw new Error(JSON.stringify(opened));
      cleanups.push(() => opened.session.close());
      return opened.session;
    },
    async start(make) {
      const upstream = await make(RAW_KEY);
      cleanups.push(upstream.close);
      allow(upstream.url);
      return upstream;
    },
  };
  beforeEach(async () => {
    if (!hasConfig) vi.stubEnv("PUBLIC_URL", "http://localhost:3000");
    scene.raw = await openRawUpstream();
    cleanups.push(scene.raw.close);
    allow(scene.raw.url);
  });
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
    if (!hasConfig) takeOnce("config");
    vi.unstubAllEnvs();
  });
  return scene;
}
