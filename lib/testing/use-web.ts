import { MockAgent } from "undici";
import { afterAll, beforeAll } from "vitest";
import { once, takeOnce } from "#lib/platform/registry/once.ts";

export type Web = {
  /** Answers an address with this JSON from now on. */
  publish(url: string, body: object): void;
  /** Answers an address with a bare status from now on, or not at all. */
  fail(url: string, status: number | "unreachable"): void;
};

/** A web of this test file's own in place of the real one: what is not published cannot be reached. */
export function useWeb(): Web {
  let agent = new MockAgent();
  const pages = new Map<string, { status: number; body: string } | "unreachable">();
  beforeAll(() => {
    agent = new MockAgent();
    agent.disableNetConnect();
    takeOnce("net.pools");
    once("net.pools", () => ({ open: ({ origin }: { origin: string }) => open(origin) }));
  });
  afterAll(async () => {
    takeOnce("net.pools");
    await agent.close();
  });
  const open = (origin: string) => {
    const pool = agent.get(origin);
    pool.intercept({ path: () => true }).reply(({ path }) => {
      const page = pages.get(`${origin}${path}`) ?? "unreachable";
      if (page === "unreachable") throw Object.assign(new Error("unreachable"), { code: "ECONNREFUSED" });
      return {
        statusCode: page.status,
        data: page.body,
        responseOptions: { headers: { "content-type": "application/json" } },
      };
    });
    return pool;
  };
  return {
    publish: (url, body) => pages.set(url, { status: 200, body: JSON.stringify(body) }),
    fail: (url, status) => pages.set(url, status === "unreachable" ? status : { status, body: "" }),
  };
}
