// The suite's client under test: what the gateway speaks to instances with, asked everything it would ask for a person.
// The suite appends the address and says in the environment which scenario and which revision it is.
import { readHeaderParams } from "#lib/catalog/read-header-params.ts";
import { readElements, readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import { writeParamHeaders } from "#lib/mcp/internal/check-params.ts";
import { openSession, type UpstreamReply, type UpstreamSession } from "#lib/upstreams/open-session.ts";
import { configureFor } from "../configure-for.ts";

type Wish = { name: string; arguments?: object };

const url = process.argv.at(-1) ?? "";
const { MCP_CONFORMANCE_PROTOCOL_VERSION: version, MCP_CONFORMANCE_CONTEXT: context = "{}" } = process.env;
const { toolCalls = [] } = JSON.parse(context) as { toolCalls?: Wish[] };
const NUMBERS = { a: 5, b: 3 };

/** The members of a result as they came; nothing for what is no result. */
const membersOf = (reply: UpstreamReply) =>
  (reply.ok && "text" in reply ? readMembers(reply.text) : null) ?? new Map<string, string>();

async function list(session: UpstreamSession, kind: "tools" | "prompts" | "resources"): Promise<string[]> {
  const reply = await session.request({ method: `${kind}/list`, params: "{}" });
  return readElements(membersOf(reply).get(kind) ?? "[]") ?? [];
}

const textOf = (entry: string, member: string) =>
  JSON.parse(readMembers(entry)?.get(member) ?? '""') as string;

const schemaOf = (tool: string) => JSON.parse(readMembers(tool)?.get("inputSchema") ?? "{}") as unknown;

/** A call; and, where its result asks, the call again with a yes to everything. */
async function call(session: UpstreamSession, tool: string, argumentsText: string): Promise<void> {
  const headers = writeParamHeaders(readHeaderParams(schemaOf(tool)) ?? [], argumentsText);
  const members = [
    ["name", JSON.stringify(textOf(tool, "name"))],
    ["arguments", argumentsText],
  ] as const;
  const send = (more: [string, string][]) =>
    session.request({
      method: "tools/call",
      params: writeMembers([...members, ...more]),
      headers,
      client: { capabilities: '{"elicitation":{}}' },
    });
  const asked = membersOf(await send([]));
  if (asked.get("resultType") !== '"input_required"') return;
  const keys = [...(readMembers(asked.get("inputRequests") ?? "{}") ?? [])].map(([key]) => key);
  const yes = '{"action":"accept","content":{"confirmed":true}}';
  const responses = writeMembers(keys.map((key) => [key, yes] as const));
  const state = asked.get("requestState");
  const more: [string, string][] = [["inputResponses", responses]];
  if (state !== undefined) more.push(["requestState", state]);
  await send(more);
}

function findArguments(name: string, tools: string[]): string[] {
  const wished = toolCalls.filter((wish) => wish.name === name);
  if (wished.length > 0) return wished.map((wish) => JSON.stringify(wish.arguments ?? {}));
  if (name === "add_numbers") return [JSON.stringify(NUMBERS)];
  if (name !== "json_schema_echo") return ['{"region":"eu"}'];
  const focal = tools.find((tool) => textOf(tool, "name") !== name) ?? "{}";
  return [writeMembers([["schema", readMembers(focal)?.get("inputSchema") ?? "{}"]])];
}

async function run(session: UpstreamSession): Promise<void> {
  const tools = await list(session, "tools");
  for (const tool of tools) {
    if (readHeaderParams(schemaOf(tool)) === null) continue;
    for (const given of findArguments(textOf(tool, "name"), tools)) await call(session, tool, given);
  }
  for (const resource of "resources" in session.capabilities ? await list(session, "resources") : []) {
    const params = writeMembers([["uri", JSON.stringify(textOf(resource, "uri"))]]);
    await session.request({ method: "resources/read", params });
  }
  for (const prompt of "prompts" in session.capabilities ? await list(session, "prompts") : []) {
    const params = writeMembers([["name", JSON.stringify(textOf(prompt, "name"))]]);
    await session.request({ method: "prompts/get", params });
  }
}

const nowhere = "postgres://nobody@127.0.0.1:1/none";
configureFor(
  { urls: { owner: nowhere, app: nowhere, auth: nowhere } },
  { PUBLIC_URL: "http://localhost:3000", OUTBOUND_ALLOW: new URL(url).host },
);
const open = () =>
  openSession({
    url,
    key: "key-of-the-suite",
    keyHeader: "authorization",
    transport: "http",
    pool: "conformance",
    era: version === "2026-07-28" ? "modern" : "legacy",
  });
const first = await open();
// The gateway opens a session again at the next request when one could not be opened.
const opened = first.ok ? first : await open();
if (!opened.ok) throw new Error(`the suite's server was not reached: ${opened.reason}`);
await run(opened.session);
await opened.session.close();
process.exit(0);
