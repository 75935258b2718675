import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { BenchProcess } from "#lib/testing/bench/gateway/start-process.ts";
import { startInstances } from "#lib/testing/bench/revocation/start-instances.ts";
import { connectAsked, useAsking } from "#lib/testing/use-asking.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const scene = useAsking();

let instances: BenchProcess[] = [];
beforeAll(async () => {
  const { publicUrl, secrets, databaseUrl, databaseAuthUrl, outboundAllow } = getConfig();
  const env = {
    PUBLIC_URL: publicUrl,
    SECRETS: secrets.join(","),
    LOG_LEVEL: "silent",
    DATABASE_URL: String(databaseUrl),
    DATABASE_AUTH_URL: String(databaseAuthUrl),
    DATABASE_OWNER_URL: String(databaseUrl),
    OUTBOUND_ALLOW: outboundAllow.join(","),
  };
  instances = await startInstances({ count: 2, isHearing: true, env });
});
afterAll(() => Promise.all(instances.map((instance) => instance.stop())));

/** Every request goes to the other instance than the one before, as behind a load balancer without stickiness. */
function alternate(): { fetch: typeof fetch; used: Set<string> } {
  let turn = 0;
  const used = new Set<string>();
  return {
    used,
    fetch: (input, init) => {
      const origin = instances[turn++ % 2]?.url ?? "";
      used.add(origin);
      const { pathname } = new URL(String(input instanceof Request ? input.url : input));
      return fetch(`${origin}${pathname}`, init);
    },
  };
}

describe.each([
  ["legacy", "legacy"],
  ["legacy", "modern"],
  ["modern", "modern"],
  ["modern", "legacy"],
] as const)("two instances in turn, a %s client of a %s upstream", (era, upstream) => {
  test("questions and answers find each other, wherever they arrive", async () => {
    const token = await scene.connect(upstream);
    const { fetch: alternating, used } = alternate();
    const client = await connectAsked(scene, era, { token, name: "Eve", fetch: alternating });
    for (const kind of ["form", "sample", "roots", "page"]) {
      const { text, isError } = await client.call({ ask: [kind, kind], for: kind });
      expect([isError, text]).toEqual([false, expect.stringContaining(`"for":"${kind}"`)]);
      expect(text).not.toContain("refused");
    }
    expect(client.asked).toHaveLength(8);
    expect(used.size).toBe(2);
    await client.close();
  });
});
