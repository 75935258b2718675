import { Agent, request } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Target } from "./measure.ts";
import type { BenchProcess } from "./start-process.ts";

const AT_ONCE = 100;
const SETTLE_MS = 3_000;
const VERSION = "2026-07-28";
const BODY = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "subscriptions/listen",
  params: {
    notifications: { toolsListChanged: true },
    _meta: {
      "io.modelcontextprotocol/protocolVersion": VERSION,
      "io.modelcontextprotocol/clientCapabilities": {},
    },
  },
});

/**
 * The resident memory of the gateway for each stream it holds open, in kB, once that many are acknowledged and idle: what
 * the second half of them adds, since the first also pays for what any work makes the process grow by.
 */
export async function measureIdle(
  gateway: BenchProcess,
  targets: readonly Target[],
  count: number,
): Promise<{ streams: number; kbPerStream: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const warm = Math.ceil(count / 2);
  await openStreams(targets, { agent, from: 0, to: warm });
  await wait(SETTLE_MS);
  const before = await gateway.rssMb();
  await openStreams(targets, { agent, from: warm, to: count });
  await wait(SETTLE_MS);
  const after = await gateway.rssMb();
  agent.destroy();
  return { streams: count, kbPerStream: ((after - before) * 1_000) / (count - warm) };
}

async function openStreams(
  targets: readonly Target[],
  { agent, from, to }: { agent: Agent; from: number; to: number },
): Promise<void> {
  for (let at = from; at < to; at += AT_ONCE) {
    const indexes = Array.from({ length: Math.min(AT_ONCE, to - at) }, (_, step) => at + step);
    await Promise.all(indexes.map((index) => openStream(targets[index % targets.length] as Target, agent)));
  }
}

/** Resolves with the acknowledgement; the stream stays open. */
async function openStream({ url, headers }: Target, agent: Agent): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const sent = request(url, {
    method: "POST",
    agent,
    headers: {
      ...headers,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": VERSION,
      "mcp-method": "subscriptions/listen",
      "content-length": Buffer.byteLength(BODY),
    },
  });
  sent.on("response", (response) => {
    response.once("data", (chunk: Buffer) => {
      if (chunk.includes("acknowledged")) resolve();
      else
        reject(new Error(`A stream was answered ${response.statusCode} ${chunk.toString("utf8", 0, 200)}`));
    });
    response.on("error", () => undefined);
  });
  sent.on("error", reject);
  sent.end(BODY);
  await promise;
}
