import { describe, expect, test, vi } from "vitest";
import { endConnection } from "#lib/grants/end-connection.ts";
import { findOnce } from "#lib/platform/registry/once.ts";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "#lib/testing/mint.ts";
import { allowOutbound, toModernHeaders } from "#lib/testing/open-gateway.ts";
import { openPuppetUpstream } from "#lib/testing/open-puppet-upstream.ts";
import { useDatabase } from "#lib/testing/use-database.ts";
import { usePuppet } from "#lib/testing/use-puppet.ts";

useDatabase();
const scene = usePuppet();

/**
 * Ends the last wait of that length when it is called. A clock that is moved on for everybody would end what the database's
 * pools wait for, too, and the next test would find them without a connection.
 */
function holdWait(ms: number): () => void {
  const start = globalThis.setTimeout;
  let end: (() => void) | undefined;
  const spy = vi.spyOn(globalThis, "setTimeout");
  const watch = (run: (...args: unknown[]) => void, after?: number, ...args: unknown[]) => {
    if (after === ms) end = () => run(...args);
    return start(run, after, ...args);
  };
  spy.mockImplementation(watch as typeof setTimeout);
  return () => {
    spy.mockRestore();
    if (end === undefined) throw new Error("nothing waits for so long");
    end();
  };
}

const ALL = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
const FORM = '{"message":"Your name?","requestedSchema":{"type":"object","properties":{}}}';
const DONE = '{"content":[{"type":"text","text":"done"}]}';
const question = (id: string, params = FORM, method = "elicitation/create") =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"method":${JSON.stringify(method)},"params":${params}}`;

describe("a client of 2026-07-28 of an older instance", () => {
  const send = async (token: string, retry: object = {}, capabilities: object = ALL) => {
    const _meta = { "io.modelcontextprotocol/clientCapabilities": capabilities };
    const params = { name: "list_agents", arguments: {}, ...retry, _meta };
    return await (await scene.gateway.modern("tools/call", params, { token })).text();
  };

  test("gets questions and gives answers as the bytes that were written", async () => {
    const token = await scene.mintToken();
    const first = send(token);
    const there = await scene.puppet.nextCall();
    const params = '{ "message":"\\u00fc","big":12345678901234567890,"requestedSchema":{} }';
    there.send(question("a", params));
    there.send(question("b", '{"messages":[],"includeContext":"thisServer"}', "sampling/createMessage"));
    const asked = await first;
    expect(asked).toContain(`"question-1":{"method":"elicitation/create","params":${params}}`);
    expect(asked).toContain('"includeContext":"thisServer"');
    const { requestState } = (JSON.parse(asked) as { result: { requestState: string } }).result;
    const answered = '{ "action":"accept","content":{"n":9007199254740993} }';
    const said = [scene.puppet.nextSaid(), scene.puppet.nextSaid()];
    const _meta =
      '"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}';
    const body = `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_agents",${_meta},"requestState":${JSON.stringify(requestState)},"inputResponses":{"question-1":${answered},"question-2":{"role":"assistant"}}}}`;
    const second = scene.gateway.send({
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        authorization: `Bearer ${token}`,
        ...toModernHeaders("tools/call", { name: "list_agents" }),
      },
      body,
    });
    const heard = await Promise.all(said);
    expect(heard.toSorted()).toEqual([
      `{"jsonrpc":"2.0","id":"a","result":${answered}}`,
      '{"jsonrpc":"2.0","id":"b","result":{"role":"assistant"}}',
    ]);
    there.finish('{"content":[],"big":12345678901234567890}');
    expect(await (await second).text()).toContain('"big":12345678901234567890');
  });

  test("that never comes back: its call is cancelled at the instance after four minutes", async () => {
    const passTime = holdWait(4 * 60_000);
    const first = send(await scene.mintToken());
    const there = await scene.puppet.nextCall();
    there.send(question("a"));
    expect(await first).toContain("input_required");
    const said = scene.puppet.nextSaid();
    passTime();
    expect(JSON.parse(await said)).toMatchObject({ method: "notifications/cancelled" });
    await there.left;
  });

  test("whose connection is revoked: its call is cancelled at the instance and no place is kept for it", async () => {
    const held = () => [...(findOnce<Map<string, number>>("mcp.places")?.keys() ?? [])];
    const member = await mintMember(scene.tenant, "member");
    const { token, grantId } = await mintGrantWithToken(member, { groups: ["agents.read"] });
    const first = send(token);
    const there = await scene.puppet.nextCall();
    there.send(question("a"));
    expect(await first).toContain("input_required");
    expect(held()).toContain(`parked connection ${grantId}`);
    await endConnection(member, { id: grantId });
    await there.left;
    await vi.waitFor(() => expect(held().filter((name) => name.includes(grantId))).toEqual([]), 30_000);
  });

  test("is not asked what the instance has withdrawn", async () => {
    const token = await scene.mintToken();
    const first = send(token);
    const there = await scene.puppet.nextCall();
    there.send(question("a"));
    const { requestState } = (JSON.parse(await first) as { result: { requestState: string } }).result;
    there.send('{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"a"}}');
    there.send(question("b"));
    const second = await send(token, { requestState, inputResponses: {} });
    expect(second).toContain('"question-2"');
    expect(second).not.toContain('"question-1"');
    there.finish(DONE);
  });

  test("is sent to the pages an older instance wants visited first, and its call is made again", async () => {
    const token = await scene.mintToken();
    const first = send(token);
    const there = await scene.puppet.nextCall();
    const page = { mode: "url", elicitationId: "e", url: "https://instance.example/go", message: "Go." };
    const error = { code: -32042, message: "First this.", data: { elicitations: [page] } };
    there.fail(JSON.stringify(error));
    const { result } = JSON.parse(await first) as { result: { requestState: string } };
    expect(result).toMatchObject({
      resultType: "input_required",
      inputRequests: { "page-1": { method: "elicitation/create", params: page } },
    });
    const { requestState } = result;
    const second = send(token, { requestState, inputResponses: { "page-1": { action: "accept" } } });
    const again = await scene.puppet.nextCall();
    expect(again.text).not.toMatch(/requestState|inputResponses/);
    again.finish(DONE);
    expect(JSON.parse(await second)).toMatchObject({ result: { content: [{ text: "done" }] } });
    const third = send(token, {}, { elicitation: {} });
    (await scene.puppet.nextCall()).fail(JSON.stringify(error));
    expect(await third).not.toContain("instance.example");
  });
});

test("an instance that is down is said to be, also to an app that can be asked", async () => {
  const tenant = await mintTenant();
  const closed = await openPuppetUpstream();
  allowOutbound(closed.url);
  await mintUpstream(tenant, { url: closed.url, key: "k", name: "Down", tools: ["list_agents"] });
  await closed.close();
  const token = await scene.mintToken(await mintMember(tenant, "member"));
  const _meta = { "io.modelcontextprotocol/clientCapabilities": ALL };
  const answers: string[] = [];
  for (let count = 0; count < 12; count++) {
    const response = await scene.gateway.modern("tools/call", { name: "list_agents", _meta }, { token });
    answers.push(await response.text());
  }
  expect(answers.filter((text) => text.includes("cannot be reached"))).toHaveLength(12);
});
