import { afterEach, describe, expect, test, vi } from "vitest";
import type { JsonObject } from "#lib/kernel/json.ts";
import { ALL, useAsking } from "#lib/testing/use-asking.ts";
import { useDatabase } from "#lib/testing/use-database.ts";

useDatabase();
const scene = useAsking();
afterEach(() => void vi.useRealTimers());

type Answer = { result?: JsonObject; error?: { code: number; message: string } };
type Call = { args?: object; retry?: object; capabilities?: object; name?: string; signal?: AbortSignal };

async function call(
  token: string,
  { args = {}, retry, capabilities = ALL, name = "list_agents", signal }: Call,
) {
  const response = await scene.gateway.modern(
    "tools/call",
    {
      name,
      arguments: args,
      ...retry,
      _meta: { "io.modelcontextprotocol/clientCapabilities": capabilities },
    },
    { token, ...(signal ? { signal } : {}) },
  );
  return (await response.json()) as Answer;
}

const accept = (name: string) => ({ action: "accept", content: { name } });
const textOf = ({ result }: Answer) =>
  (result?.["content"] as { text: string }[] | undefined)?.[0]?.text ?? "";
const stateOf = ({ result }: Answer) => String(result?.["requestState"]);
const keysOf = ({ result }: Answer) => Object.keys(result?.["inputRequests"] as object);
const INVALID = { error: { code: -32602 } };

describe.each(["modern", "legacy"] as const)(
  "G23: the request state of a %s instance's question",
  (upstream) => {
    const args = { ask: ["form"], for: "x" };
    const begin = async () => {
      const token = await scene.connect(upstream);
      const first = await call(token, { args });
      expect(first.result).toMatchObject({ resultType: "input_required" });
      const key = keysOf(first)[0] ?? "";
      return { token, state: stateOf(first), inputResponses: { [key]: accept("Hal") } };
    };

    test("brings the answer to the instance, for whom it was given out", async () => {
      const { token, state, inputResponses } = await begin();
      const done = await call(token, { args, retry: { inputResponses, requestState: state } });
      expect(done.result).toMatchObject({ resultType: "complete" });
      expect(textOf(done)).toContain("Hal");
    });

    test("is refused altered, cut, empty, of another type, or of nobody's making", async () => {
      const { token, state, inputResponses } = await begin();
      const flipped = `${state.startsWith("A") ? "B" : "A"}${state.slice(1)}`;
      const middle = Math.floor(state.length / 2);
      const swapped = `${state.slice(0, middle)}${state[middle] === "a" ? "b" : "a"}${state.slice(middle + 1)}`;
      for (const wrong of [
        `${state}-TAMPERED`,
        flipped,
        swapped,
        state.slice(4),
        "",
        "x",
        null,
        7,
        {},
        [state],
      ]) {
        expect(await call(token, { args, retry: { inputResponses, requestState: wrong } })).toMatchObject(
          INVALID,
        );
      }
      expect(textOf(await call(token, { args, retry: { inputResponses, requestState: state } }))).toContain(
        "Hal",
      );
    });

    test("is refused from another person, from another connection, and for another tool", async () => {
      const { token, state, inputResponses } = await begin();
      const retry = { inputResponses, requestState: state };
      expect(await call(await scene.connect(upstream), { args, retry })).toMatchObject(INVALID);
      const foreign = upstream === "modern" ? "legacy" : "modern";
      expect(await call(await scene.connect(foreign), { args, retry })).toMatchObject(INVALID);
      expect(await call(token, { args, retry, name: "list_tags" })).toMatchObject(INVALID);
    });

    test("is refused when it is too old", async () => {
      const { token, state, inputResponses } = await begin();
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
      expect(await call(token, { args, retry: { inputResponses, requestState: state } })).toMatchObject(
        INVALID,
      );
    });
  },
);

test("a client of before without a session is told what its app lacks", async () => {
  const token = await scene.connect("modern");
  const params = { name: "list_agents", arguments: { ask: ["form"] } };
  const response = await scene.gateway.legacy("tools/call", params, { token, id: 1 });
  expect(textOf((await response.json()) as Answer)).toMatch(/"Berlin".*this app|does not offer/);
});

test("G23: a client of before cannot hand a state of its own making to an instance of 2026-07-28", async () => {
  const token = await scene.connect("modern");
  const call = { name: "list_agents", arguments: { ask: ["form"] } };
  const forged = { requestState: "forged", inputResponses: { q1: accept("Eve") } };
  const send = async (params: Record<string, unknown>) => {
    const response = await scene.gateway.legacy("tools/call", params, { token, id: 1 });
    return (await response.json()) as Answer;
  };
  expect(await send({ ...call, ...forged })).toEqual(await send(call));
});

describe("a modern client of a modern instance", () => {
  test("is shown no question of a kind it did not declare", async () => {
    const token = await scene.connect("modern");
    const answer = await call(token, { args: { ask: ["roots"] }, capabilities: { elicitation: {} } });
    expect(answer.result?.["inputRequests"]).toBeUndefined();
  });

  test("that answers nothing is asked again", async () => {
    const token = await scene.connect("modern");
    const first = await call(token, { args: { ask: ["form"] } });
    const again = await call(token, { args: { ask: ["form"] } });
    expect([keysOf(first), keysOf(again)]).toEqual([["q1"], ["q1"]]);
  });
});

describe("a modern client of a legacy instance", () => {
  const args = { ask: ["form", "sample"], for: "y" };

  test("goes through as many rounds as there are questions, and misses none it left out", async () => {
    const token = await scene.connect("legacy");
    const first = await call(token, { args });
    const ignored = { another: accept("No"), "question-1": 7 };
    const again = await call(token, {
      args,
      retry: { inputResponses: ignored, requestState: stateOf(first) },
    });
    expect(keysOf(again)).toEqual(["question-1"]);
    const inputResponses = { "question-1": accept("Ivo"), another: accept("No") };
    const second = await call(token, { args, retry: { inputResponses, requestState: stateOf(again) } });
    expect(keysOf(second)).toEqual(["question-2"]);
    const sampled = { role: "assistant", model: "m", content: { type: "text", text: "Paris" } };
    const retry = { inputResponses: { "question-2": sampled }, requestState: stateOf(second) };
    const done = await call(token, { args, retry });
    expect(textOf(done)).toMatch(/Ivo.*Paris/);
    expect(await call(token, { args, retry })).toMatchObject({ result: { isError: true } });
  });

  test("declares at the instance what it declares with the request, and nothing where it declares nothing", async () => {
    const token = await scene.connect("legacy");
    const before = scene.upstreams.legacy.declared.length;
    await call(token, { args: {}, capabilities: { sampling: {} } });
    await call(token, { args: {}, capabilities: { sampling: {} } });
    await call(token, { args: {}, capabilities: {} });
    expect(scene.upstreams.legacy.declared.slice(before)).toEqual([{ sampling: {} }]);
  });

  test("cannot have more than eight calls waiting", async () => {
    const token = await scene.connect("legacy");
    const waiting = await Promise.all(Array.from({ length: 8 }, () => call(token, { args })));
    expect(waiting.map(keysOf)).toEqual(Array.from({ length: 8 }, () => ["question-1"]));
    expect(textOf(await call(token, { args }))).toContain("Too many questions");
    const retry = {
      inputResponses: { "question-1": accept("Jo") },
      requestState: stateOf(waiting[0] as Answer),
    };
    expect(keysOf(await call(token, { args, retry }))).toEqual(["question-2"]);
  });

  test("that leaves while its answers are worked on ends the call at the instance", async () => {
    const { cancelled, waiting } = scene.upstreams.legacy;
    const token = await scene.connect("legacy");
    const before = cancelled();
    const leaving = new AbortController();
    const waits = { ask: ["form", "wait"] };
    const first = await call(token, { args: waits });
    const retry = { inputResponses: { "question-1": accept("Kay") }, requestState: stateOf(first) };
    const gone = expect(call(token, { args: waits, retry, signal: leaving.signal })).rejects.toThrow();
    await vi.waitFor(() => expect(waiting()).toBe(1), 10_000);
    leaving.abort();
    await gone;
    await vi.waitFor(() => expect([waiting(), cancelled()]).toEqual([0, before + 1]), 10_000);
  });

  test("whose connection ends while a call waits for it: the call is cancelled at the instance", async () => {
    const { cancelled } = scene.upstreams.legacy;
    const { token, end } = await scene.connectAnew("legacy");
    const before = cancelled();
    const first = await call(token, { args: { ask: ["form"] } });
    expect(keysOf(first)).toEqual(["question-1"]);
    await end();
    await vi.waitFor(() => expect(cancelled()).toBe(before + 1), 10_000);
  });
});
