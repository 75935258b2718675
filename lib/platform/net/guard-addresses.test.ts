import { once as onceEvent } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from "undici";
import { describe, expect, test, vi } from "vitest";
import { fetchThrough, guardedFetch } from "./guarded-fetch.ts";
import { expectReason, useNet } from "./internal/net-harness.ts";
import { makeFetch } from "./make-fetch.ts";
import { netReasonOf } from "./net-error.ts";
import type { ResolveHost } from "./resolve-host.ts";

const PUBLIC = "93.184.215.14";
const net = useNet();

describe("addresses", () => {
  test("the listening server is really reached when the operator allows it", async () => {
    expect(await (await net.dial(net.pools, true)).text()).toBe("ok");
    expect(net.tcpConnections).toBe(1);
  });

  test.each([
    "127.0.0.1",
    "localhost",
    "[::1]",
    "2130706433",
    "0x7f.1",
    "127.1",
    "0177.0.0.1",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "0.0.0.0",
    "127。0。0。1",
    "ⓛocalhost",
    "127.0.0.1.",
    "%6cocalhost",
  ])("E01: https://%s is refused with 0 TCP connections", async (host) => {
    net.allow();
    for (const scheme of ["https", "http"]) {
      await expectReason(
        guardedFetch(`${scheme}://${host}:${net.port}/c.json`),
        "bad_url",
        "refused_address",
      );
    }
    expect(net.tcpConnections).toBe(0);
  });

  test.each([
    ["loopback", ["127.0.0.1"]],
    ["IPv6 loopback", ["::1"]],
    ["a mapped loopback", ["::ffff:127.0.0.1"]],
    ["NAT64 of loopback", ["64:ff9b::7f00:1"]],
    ["0.0.0.0", ["0.0.0.0"]],
    ["an AAAA-only unique local address", ["fd00:ec2::254"]],
    ["the metadata address", ["169.254.169.254"]],
    ["a carrier-grade NAT address", ["100.64.0.1"]],
    ["a public and a private address", [PUBLIC, "127.0.0.1"]],
    ["a private and a public address", ["::1", PUBLIC]],
    ["300 public answers", Array.from({ length: 300 }, (_, index) => `93.184.${index % 250}.14`)],
    ["something that is no address", ["127.1"]],
  ])(
    "E01, H01, H24: a name that resolves to %s is refused with 0 TCP connections",
    async (_what, answers) => {
      await expectReason(net.dial(net.openPools(async () => answers)), "refused_address");
      expect(net.tcpConnections).toBe(0);
    },
  );

  test("H03: a name that was public and turns private is refused, and is asked once per socket", async () => {
    const answers = [[PUBLIC], ["127.0.0.1"], ["::1"]];
    let asked = 0;
    const rebinding: ResolveHost = async () => answers[Math.min(asked++, 2)] ?? [];
    await rebinding("mcp.example.com", { isAllowed: false, signal: new AbortController().signal });
    const through = net.openPools(rebinding);
    await expectReason(net.dial(through), "refused_address");
    expect(asked).toBe(2);
    await expectReason(net.dial(through), "refused_address");
    expect(net.tcpConnections).toBe(0);
  });

  test("H02: a refused, an unknown and an unreachable name read the same", async () => {
    const closed = createServer().listen(0, "127.0.0.1");
    await onceEvent(closed, "listening");
    const closedPort = (closed.address() as AddressInfo).port;
    closed.close();
    await onceEvent(closed, "close");
    net.allow(`127.0.0.1:${closedPort}`);
    const outcomes = await Promise.allSettled([
      net.dial(net.openPools(async () => ["127.0.0.1"])),
      net.dial(net.openPools(async () => [])),
      net.dial(net.openPools(() => Promise.reject(new Error("SERVFAIL secret")))),
      fetchThrough(net.pools, `http://127.0.0.1:${closedPort}/`, {}),
    ]);
    const errors = outcomes.map(
      (outcome) => (outcome as PromiseRejectedResult).reason as Error & { code: string },
    );
    expect(new Set(errors.map(({ message, code }) => `${code} ${message}`)).size).toBe(1);
    expect(errors.map(netReasonOf)).toEqual([
      "refused_address",
      "unresolvable",
      "unresolvable",
      "unreachable",
    ]);
  });

  test("H24: a resolver that never answers is given up, and told so", async () => {
    let told: AbortSignal | undefined;
    const hanging: ResolveHost = (_name, { signal }) => {
      told = signal;
      return new Promise(() => {});
    };
    await expectReason(net.dial(net.openPools(hanging, { lookupTimeoutMs: 10 })), "unresolvable");
    expect(told?.aborted).toBe(true);
  });
});

describe("other ways out", () => {
  test("E02: a hostile global dispatcher is neither used nor able to switch the guard off", async () => {
    const before = getGlobalDispatcher();
    const hostile = new Agent();
    const used = vi.spyOn(hostile, "dispatch");
    setGlobalDispatcher(hostile);
    net.cleanUp(() => setGlobalDispatcher(before));
    await expectReason(net.dial(net.openPools(async () => ["127.0.0.1"])), "refused_address");
    expect(net.tcpConnections).toBe(0);
    const lent = { dispatcher: hostile } as unknown as RequestInit;
    await expectReason(makeFetch()("https://127.0.0.1/", lent), "refused_address");
    expect(await (await net.get()).text()).toBe("ok");
    expect(used).not.toHaveBeenCalled();
  });

  test("the proxy environment is ignored", async () => {
    const proxy = createServer().listen(0, "127.0.0.1");
    net.cleanUp(() => proxy.close());
    await onceEvent(proxy, "listening");
    let proxied = 0;
    proxy.on("connection", () => proxied++);
    const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    for (const name of ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"]) vi.stubEnv(name, address);
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    expect(await (await net.get()).text()).toBe("ok");
    expect(proxied).toBe(0);
  });

  test.each([300, 301, 302, 303, 304, 307, 308])(
    "E04, H04: a %i is an error, the key goes to no second host",
    async (status) => {
      const seen: (string | undefined)[] = [];
      const second = createServer((request, response) => {
        seen.push(request.headers.authorization);
        response.end();
      }).listen(0, "127.0.0.1");
      net.cleanUp(() => second.close());
      await onceEvent(second, "listening");
      const secondPort = (second.address() as AddressInfo).port;
      net.allow(`127.0.0.1:${net.port}`, `127.0.0.1:${secondPort}`);
      net.handler = (_request, response) =>
        response.writeHead(status, { location: `http://127.0.0.1:${secondPort}/secret` }).end();
      await expectReason(net.get({ headers: { authorization: "Bearer trinity_key" } }), "redirected");
      expect(seen).toEqual([]);
    },
  );

  test("TLS is required to be TLS: a plain server on an https address fails as tls", async () => {
    await expectReason(fetchThrough(net.pools, `https://127.0.0.1:${net.port}/`, {}), "tls");
  });
});
