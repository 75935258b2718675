import { Agent, request } from "node:http";
import autocannon from "autocannon";

export type Target = { url: string; headers?: Record<string, string> };

const BODY = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name: "list_agents", arguments: {} },
});
const HEADERS = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
  "mcp-protocol-version": "2025-11-25",
};

/** Calls a second under that many connections. Throws if any answer was not a 2xx. */
export async function measureLoad(
  { url, headers }: Target,
  connections: number,
  seconds: number,
): Promise<{ perSecond: number; total: number }> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    method: "POST",
    headers: { ...HEADERS, ...headers },
    body: BODY,
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`Calls to ${url} failed during the bench.`);
  return { perSecond: result.requests.total / result.duration, total: result.requests.total };
}

/** The times of single calls, one after another over one connection, in ms, sorted. */
export async function measureLatency(target: Target, seconds: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  const end = performance.now() + seconds * 1_000;
  for (let now = performance.now(); now < end;) {
    await callOnce(target, agent);
    const done = performance.now();
    times.push(done - now);
    now = done;
  }
  agent.destroy();
  return times.sort((a, b) => a - b);
}

/** One call; its answer's text. Throws unless it is a tool result without an error. */
export async function callOnce({ url, headers }: Target, agent?: Agent): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const sent = request(
    url,
    {
      method: "POST",
      ...(agent ? { agent } : {}),
      headers: { ...HEADERS, ...headers, "content-length": Buffer.byteLength(BODY) },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    },
  );
  sent.on("error", reject);
  sent.end(BODY);
  const text = await promise;
  if (!text.includes('"content"') || text.includes("isError"))
    throw new Error(`${url} answered ${text.slice(0, 200)}`);
  return text;
}
