import { ANSWER_TEXT } from "./answer-text.ts";
import { serve } from "./serve.ts";

const INITIALIZED = {
  protocolVersion: "2025-11-25",
  capabilities: { tools: {} },
  serverInfo: { name: "bare", version: "1" },
};
const CALLED = { content: [{ type: "text", text: ANSWER_TEXT }] };

await serve((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const { id, method } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
      id?: number;
      method: string;
    };
    if (id === undefined) return response.writeHead(202).end();
    const body = JSON.stringify({
      jsonrpc: "2.0",
      id,
      result: method === "initialize" ? INITIALIZED : CALLED,
    });
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      ...(method === "initialize" ? { "mcp-session-id": "bench" } : {}),
    });
    response.end(body);
  });
});
