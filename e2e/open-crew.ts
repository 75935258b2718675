import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { completable, createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { FAKE_INSTANCE_PORT, unique } from "./server.ts";

export type Crew = {
  url: string;
  key: string;
  header: string;
  /** The headers of every request so far. */
  seen: IncomingHttpHeaders[];
  /** Has it offer no prompts any more, as after an update. */
  dropPrompts: () => void;
  close: () => void;
};

const TOPICS = ["ships", "shores"];
const say = (said: string) => ({ type: "text" as const, text: said });

/** An MCP server that is no Trinity: its key goes in a header of its own, and it offers a little of everything. */
export async function openCrew(): Promise<Crew> {
  const key = "crew-key-0123456789";
  const header = "x-crew-key";
  const seen: IncomingHttpHeaders[] = [];
  // Its own: an instance that another test left at this port may be looked for.
  const path = `/${unique()}/mcp`;
  let hasPrompts = true;
  const handler = createMcpHandler(() => makeCrew(hasPrompts), { legacy: "stateless" });
  const answer = async (request: IncomingMessage): Promise<Response> => {
    const { method = "POST", headers, url = "/" } = request;
    const init = { method, headers: headers as Record<string, string> };
    const body = method === "POST" ? { body: await text(request) } : {};
    return await handler.fetch(new Request(`http://127.0.0.1${url}`, { ...init, ...body }));
  };
  const server = createServer((request, response) => {
    if (request.url !== path) return void response.writeHead(404).end();
    seen.push(request.headers);
    if (request.headers[header] !== key) return void response.writeHead(401).end();
    answer(request)
      .then((said) => write(said, response))
      .catch(() => response.destroy());
  });
  await new Promise<void>((listening) => server.listen(FAKE_INSTANCE_PORT, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${FAKE_INSTANCE_PORT}${path}`,
    key,
    header,
    seen,
    dropPrompts: () => {
      hasPrompts = false;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function write(said: Response, response: ServerResponse): void {
  response.writeHead(said.status, Object.fromEntries(said.headers));
  if (said.body === null) return void response.end();
  Readable.fromWeb(said.body as Parameters<typeof Readable.fromWeb>[0])
    .on("error", () => response.destroy())
    .pipe(response);
}

function makeCrew(offersPrompts: boolean): McpServer {
  const server = new McpServer({ name: "crew", version: "1" });
  server.registerTool("look_up", { description: "Looks something up." }, () => ({
    content: [say("found")],
  }));
  if (offersPrompts) addPrompt(server);
  server.registerResource("today", "notes://today", { title: "Today" }, ({ href }) => ({
    contents: [{ uri: href, text: "All calm." }],
  }));
  return server;
}

function addPrompt(server: McpServer): void {
  server.registerPrompt(
    "brief",
    {
      title: "Brief",
      argsSchema: z.object({
        topic: completable(z.string(), (said) => TOPICS.filter((topic) => topic.startsWith(said))),
      }),
    },
    ({ topic }) => ({ messages: [{ role: "user", content: say(`Brief me on ${topic}.`) }] }),
  );
}
