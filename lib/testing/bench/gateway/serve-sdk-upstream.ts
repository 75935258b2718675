import type { IncomingMessage, ServerResponse } from "node:http";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { ANSWER_TEXT } from "./answers.ts";
import { serve } from "./serve.ts";

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: "sdk", version: "1.0.0" });
  server.registerTool("list_agents", { description: "Answers a kilobyte." }, () => ({
    content: [{ type: "text", text: ANSWER_TEXT }],
  }));
  return server;
});

await serve((request, response) => {
  answer(request, response).catch(() => response.destroy());
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const answered = await handler.fetch(
    new Request(`http://127.0.0.1${request.url ?? "/"}`, {
      method: request.method ?? "POST",
      headers: request.headers as Record<string, string>,
      body: Buffer.concat(chunks),
    }),
  );
  const body = Buffer.from(await answered.arrayBuffer());
  response.writeHead(answered.status, {
    ...Object.fromEntries(answered.headers),
    "content-length": body.byteLength,
  });
  response.end(body);
}
