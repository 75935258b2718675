import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mintGrantWithToken, mintMember, mintTenant, mintUpstream } from "../mint.ts";
import { type Behaviour, echo, type FakeUpstream, openFakeUpstream } from "../open-fake-upstream.ts";
import { allowOutbound } from "../open-gateway.ts";
import { useDatabase } from "../use-database.ts";
import { FAKE_KEY } from "../use-gateway.ts";
import { whenCalled } from "./misbehave.ts";
import { MANY_CALLS, type ServerProcess, startProcess } from "./start-process.ts";

useDatabase();

const ERAS = ["legacy", "modern"] as const;
const PEOPLE = 50;
const CALLS = 1_000;
const GATHER_MS = 20;
const NAMES = ["Berlin", "Rome", "Oslo"] as const;

type Message = {
  id?: unknown;
  method?: string;
  params?: { progressToken?: unknown; message?: string };
  result?: { content: { text: string }[] };
};

let upstreams: FakeUpstream[];
let processes: ServerProcess[];
/** Connections of fifty people each of an organisation with one instance, and of one with three. */
const people: Record<"one" | "several", string[]> = { one: [], several: [] };

beforeAll(async () => {
  upstreams = [await openFakeUpstream(), await openFakeUpstream(), await openFakeUpstream("modern")];
  allowOutbound(...upstreams.map(({ url }) => url));
  for (const [kind, count] of [
    ["one", 1],
    ["several", 3],
  ] as const) {
    const tenant = await mintTenant();
    for (const [index, { url }] of upstreams.slice(0, count).entries()) {
      const name = NAMES[index] ?? "";
      const slug = index === 0 ? "" : name.toLowerCase();
      await mintUpstream(tenant, { url, key: FAKE_KEY, name, slug, tools: ["list_agents"] });
    }
    for (let index = 0; index < PEOPLE; index++) {
      const member = await mintMember(tenant, "member");
      people[kind].push((await mintGrantWithToken(member, { groups: ["agents.read"] })).token);
    }
  }
  processes = await Promise.all([startProcess({ env: MANY_CALLS }), startProcess({ env: MANY_CALLS })]);
});
afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()));
  await Promise.all(upstreams.map((one) => one.close()));
});

const listTools = async (token: string) => {
  const [first] = processes as [ServerProcess];
  const response = await first.legacy("tools/list", {}, { token, id: 1 });
  const { result } = (await response.json()) as { result: { tools: { name: string }[] } };
  return result.tools.map(({ name }) => name);
};

type Spread = { kind: keyof typeof people; over: number; tools: string[]; isStreamed: boolean };

/** A thousand calls at once with id 0, person by person, tool by tool, process by process: what each was told. */
async function callTogether({ kind, over, tools, isStreamed }: Spread): Promise<Message[][]> {
  return await Promise.all(
    Array.from({ length: CALLS }, async (_, index) => {
      const at = processes[index % over];
      if (at === undefined) throw new Error("no process");
      const era = ERAS[Math.floor(index / PEOPLE) % 2] ?? "legacy";
      const person = index % PEOPLE;
      const params = {
        name: tools[index % tools.length],
        arguments: { person, index },
        ...(isStreamed && { _meta: { progressToken: 0 } }),
      };
      const send = () => at[era]("tools/call", params, { token: people[kind][person] ?? "", id: 0 });
      let response = await send();
      // A machine that is short of time may say that it is; then the app comes again.
      while (response.status === 503) {
        await response.text();
        await pause(Number(response.headers.get("retry-after")) * 1_000);
        response = await send();
      }
      const text = await response.text();
      if (!text.includes("data: ")) return [JSON.parse(text) as Message];
      return text
        .split("\n")
        .flatMap((line) => (line.startsWith("data: ") ? [JSON.parse(line.slice(6)) as Message] : []));
    }),
  );
}

const own = (index: number) => JSON.stringify({ person: index % PEOPLE, index });

describe.each([
  ["one instance", "one", 1],
  ["one instance", "one", 2],
  ["several instances", "several", 1],
  ["several instances", "several", 2],
] as const)("G19: a thousand calls with id 0 of fifty people in both eras over %s", (_name, kind, over) => {
  test(`through ${over} process${over === 1 ? "" : "es"}: everyone gets their own answer`, async () => {
    const tools = await listTools(people[kind][0] ?? "");
    expect(tools).toHaveLength(kind === "one" ? 1 : 3);
    for (const upstream of upstreams) upstream.behave(whenCalled(answerBackwards()));
    const told = await callTogether({ kind, over, tools, isStreamed: false });
    expect(told.map(([answer]) => [answer?.id, answer?.result?.content[0]?.text ?? answer])).toEqual(
      told.map((_, index) => [0, own(index)]),
    );
  });

  test(`through ${over} process${over === 1 ? "" : "es"}: and their own progress, all under the same token`, async () => {
    const tools = await listTools(people[kind][0] ?? "");
    for (const upstream of upstreams) upstream.behave(whenCalled(tellProgress));
    const told = await callTogether({ kind, over, tools, isStreamed: true });
    expect(
      told.map((messages) =>
        messages.map(({ id, params, result }) => [
          params?.progressToken ?? id,
          params?.message ?? result?.content[0]?.text,
        ]),
      ),
    ).toEqual(
      told.map((_, index) => [
        [0, own(index)],
        [0, own(index)],
        [0, own(index)],
      ]),
    );
  });
});

/** Of the calls that wait the last is answered first. */
function answerBackwards(): Behaviour {
  const waiting: (() => void)[] = [];
  return (message, response) => {
    if (waiting.push(() => echo(message, response)) > 1) return;
    setTimeout(
      () =>
        waiting
          .splice(0)
          .toReversed()
          .forEach((answer) => answer()),
      GATHER_MS,
    );
  };
}

/** Progress twice, in turn with everybody else's, then the answer. */
function tellProgress(
  { id, params }: { id?: unknown; params: Record<string, unknown> },
  response: ServerResponse,
): void {
  const message = JSON.stringify(params["arguments"]);
  const { progressToken } = params["_meta"] as { progressToken: unknown };
  const write = (sent: object) => response.write(`data: ${JSON.stringify({ jsonrpc: "2.0", ...sent })}\n\n`);
  const progress = (value: number) =>
    write({ method: "notifications/progress", params: { progressToken, progress: value, message } });
  response.writeHead(200, { "content-type": "text/event-stream" });
  progress(1);
  setImmediate(() => {
    progress(2);
    setImmediate(() => {
      write({ id, result: { content: [{ type: "text", text: message }] } });
      response.end();
    });
  });
}
