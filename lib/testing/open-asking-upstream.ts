import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { Server as LegacyServer } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import {
  CallToolRequestSchema,
  CreateMessageResultSchema,
  ElicitResultSchema,
  ListRootsResultSchema,
} from "@modelcontextprotocol/sdk/types.js";
import {
  createMcpHandler,
  createRequestStateCodec,
  fromJsonSchema,
  inputRequired,
  inputResponse,
  McpServer,
} from "@modelcontextprotocol/server";

export type AskingUpstream = {
  url: string;
  /** Questions that were open when their call was cancelled. */
  cancelled: () => number;
  /** Calls that wait for nothing but their end (`ask: ["wait"]`). */
  waiting: () => number;
  /** What sessions declared that were opened so far. */
  declared: unknown[];
  close: () => Promise<void>;
};

const NAME_FORM = {
  message: "What is your name?",
  requestedSchema: {
    type: "object" as const,
    properties: { name: { type: "string" as const } },
    required: ["name"],
  },
};
const PAGE = { mode: "url" as const, message: "Sign in.", url: "https://instance.example/sign-in" };
const SAMPLE = {
  messages: [{ role: "user" as const, content: { type: "text" as const, text: "The capital of France?" } }],
  maxTokens: 10,
};
const toText = (value: unknown) => ({ content: [{ type: "text" as const, text: JSON.stringify(value) }] });

/**
 * A server of 2025-11-25 (the SDK's v1, with sessions) whose tool asks what its argument `ask` lists, one after the other
 * (`aside`: on the session's own stream), and answers with the answers and its argument `for`.
 */
export async function openLegacyAsking(): Promise<AskingUpstream> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const declared: unknown[] = [];
  let [cancelled, waiting] = [0, 0];
  const open = async () => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
      onsessionclosed: (id) => void sessions.delete(id),
    });
    const server = new LegacyServer({ name: "asking", version: "1.0.0" }, { capabilities: { tools: {} } });
    server.oninitialized = () => void declared.push(server.getClientCapabilities());
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, { sendRequest, signal }) => {
      const { ask = [], for: whom } = (params.arguments ?? {}) as { ask?: string[]; for?: unknown };
      const answers: unknown[] = [];
      for (const kind of ask) {
        const options = { signal, timeout: 60_000 };
        if (kind === "wait") {
          waiting += 1;
          await once(signal, "abort");
          waiting -= 1;
          cancelled += 1;
          break;
        }
        const asked =
          kind === "aside"
            ? server.request(
                { method: "elicitation/create", params: toElicitation(kind, whom) },
                ElicitResultSchema,
                options,
              )
            : kind === "sample"
              ? sendRequest(
                  { method: "sampling/createMessage", params: SAMPLE },
                  CreateMessageResultSchema,
                  options,
                )
              : kind === "roots"
                ? sendRequest({ method: "roots/list" }, ListRootsResultSchema, options)
                : sendRequest(
                    { method: "elicitation/create", params: toElicitation(kind, whom) },
                    ElicitResultSchema,
                    options,
                  );
        answers.push(await asked.catch((error: Error & { code?: number }) => ({ refused: error.code })));
        if (signal.aborted) cancelled += 1;
      }
      return toText({ answers, for: whom });
    });
    await server.connect(transport as Parameters<LegacyServer["connect"]>[0]);
    return transport;
  };
  const server = await listen((request, response) => {
    const id = request.headers["mcp-session-id"];
    const found = typeof id === "string" ? sessions.get(id) : undefined;
    if (id !== undefined && found === undefined) return void response.writeHead(404).end();
    void (async () => await (found ?? (await open())).handleRequest(request, response))();
  });
  return {
    url: toUrl(server),
    cancelled: () => cancelled,
    waiting: () => waiting,
    declared,
    close: () => stop(server),
  };
}

function toElicitation(kind: string, whom: unknown) {
  if (kind === "page") return { ...PAGE, elicitationId: randomUUID() };
  return { ...NAME_FORM, message: `${NAME_FORM.message} (${JSON.stringify(whom ?? null)})` };
}

type Step = { at: number; answers: unknown[] };

/** The same of 2026-07-28 (the SDK's v2): it asks by its result, and keeps what it knows in its request state. */
export async function openModernAsking(): Promise<AskingUpstream> {
  const codec = createRequestStateCodec<Step>({ key: new Uint8Array(32).fill(7) });
  const make = () => {
    const server = new McpServer(
      { name: "asking", version: "1.0.0" },
      { requestState: { verify: (sealed, ctx) => codec.verify(sealed, ctx) } },
    );
    const inputSchema = fromJsonSchema<{ ask?: string[]; for?: unknown }>({ type: "object" });
    server.registerTool("list_agents", { inputSchema }, async ({ ask = [], for: whom }, ctx) => {
      const { mcpReq } = ctx;
      const step = mcpReq.requestState<Step>() ?? { at: 0, answers: [] };
      const given = step.at === 0 ? undefined : inputResponse(mcpReq.inputResponses, `q${step.at}`);
      const answers = given === undefined ? [] : [...step.answers, given.kind === "missing" ? null : given];
      const kind = ask[answers.length];
      if (kind === undefined) return toText({ answers, for: whom });
      const at = answers.length + 1;
      const inputRequests = {
        [`q${at}`]:
          kind === "sample"
            ? inputRequired.createMessage(SAMPLE)
            : kind === "roots"
              ? inputRequired.listRoots()
              : kind === "page"
                ? inputRequired.elicitUrl(PAGE)
                : inputRequired.elicit(toElicitation(kind, whom) as typeof NAME_FORM),
      };
      return inputRequired({ inputRequests, requestState: await codec.mint({ at, answers }, ctx) });
    });
    return server;
  };
  const handler = createMcpHandler(make, { legacy: "reject" });
  const server = await listen((request, response) => {
    const left = new AbortController();
    response.once("close", () => left.abort());
    const body = request.method === "POST" ? { body: Readable.toWeb(request), duplex: "half" } : {};
    const headers = request.headers as Record<string, string>;
    const init = { method: request.method ?? "GET", headers, signal: left.signal, ...body } as RequestInit;
    void handler.fetch(new Request(toUrl(server), init)).then((answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      if (answered.body === null) return void response.end();
      Readable.fromWeb(answered.body as Parameters<typeof Readable.fromWeb>[0]).pipe(response);
    });
  });
  return {
    url: toUrl(server),
    cancelled: () => 0,
    waiting: () => 0,
    declared: [],
    close: async () => {
      await handler.close();
      await stop(server);
    },
  };
}

async function listen(answer: RequestListener): Promise<HttpServer> {
  const server = createServer(answer);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const toUrl = (server: HttpServer) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;

async function stop(server: HttpServer): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
}
