import { afterAll, beforeAll, expect, test } from "vitest";
import { startRevocationWatch, stopRevocationWatch } from "#lib/grants/watch-revocations.ts";
import { mintGrantWithToken, mintMember, mintTenant } from "#lib/testing/mint.ts";
import { META, toModernHeaders } from "#lib/testing/open-gateway.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { handleMcpRequest } from "../../handle-request.ts";

useDatabase();
beforeAll(startRevocationWatch);
afterAll(stopRevocationWatch);

/** The gateway's answer to a listening request, written into a door of this test's. */
async function open(token: string, draining: AbortSignal, id: string | number = "l") {
  const params = { notifications: { toolsListChanged: true }, _meta: META };
  const message = { jsonrpc: "2.0", id, method: "subscriptions/listen", params };
  const { status, body } = await handleMcpRequest({
    method: "POST",
    path: "/api/mcp",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...toModernHeaders("subscriptions/listen", {}),
    },
    readBody: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(message))),
    signal: new AbortController().signal,
    draining,
  });
  const written: string[] = [];
  let isEnded = false;
  const isStream = body !== null && typeof body !== "string";
  if (isStream) {
    body.open({ write: (text) => written.push(text) > 0, end: () => void (isEnded = true) });
  }
  return {
    status,
    text: isStream ? "" : String(body),
    written,
    isEnded: () => isEnded,
    cancel: () => isStream && body.cancel(),
  };
}
const mint = async () => {
  const member = await mintMember(await mintTenant(), "member");
  return (await mintGrantWithToken(member, { groups: ["agents.read"] })).token;
};

test.each(["l", 7])(
  "a server that stops ends its streams with the result of their request (%j)",
  async (id) => {
    const draining = new AbortController();
    const stream = await open(await mint(), draining.signal, id);
    expect(stream.written.join("")).toContain("notifications/subscriptions/acknowledged");
    draining.abort();
    expect(stream.isEnded()).toBe(true);
    expect(JSON.parse(stream.written.at(-1)?.split("data: ")[1] ?? "")).toMatchObject({
      jsonrpc: "2.0",
      id,
      result: { resultType: "complete", _meta: { "io.modelcontextprotocol/subscriptionId": id } },
    });
  },
);

test("one that is asked for while the server stops is ended as soon as it is read", async () => {
  const stream = await open(await mint(), AbortSignal.abort());
  expect(stream.isEnded()).toBe(true);
  expect(stream.written.at(-1) ?? "").toContain('"resultType":"complete"');
});

test("a connection has at most sixteen streams, and a client that leaves gives its place back", async () => {
  const token = await mint();
  const draining = new AbortController();
  const streams = [];
  for (let count = 0; count < 16; count++) streams.push(await open(token, draining.signal));
  const refused = await open(token, draining.signal);
  expect(JSON.parse(refused.text)).toMatchObject({ id: "l", error: { code: -32_603 } });
  streams[0]?.cancel();
  streams[0]?.cancel();
  const again = await open(token, draining.signal);
  expect(again.written).toHaveLength(1);
  expect((await open(token, draining.signal)).text).not.toBe("");
  draining.abort();
  expect([...streams.slice(1), again].every(({ isEnded }) => isEnded())).toBe(true);
});
