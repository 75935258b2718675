import { setTimeout as pause } from "node:timers/promises";
import { fromJsonSchema, type McpServer, type ServerContext } from "@modelcontextprotocol/server";
import { answer, embed, image, text, WAV } from "./content.ts";

const STEP_MS = 50;

const RICH_SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object" as const,
  $defs: {
    address: {
      $anchor: "addressDef",
      type: "object",
      properties: { street: { type: "string" }, city: { type: "string" } },
    },
  },
  properties: {
    name: { type: "string" },
    address: { $ref: "#/$defs/address" },
    contactMethod: { type: "string", enum: ["phone", "email"] },
    phone: { type: "string" },
    email: { type: "string" },
  },
  allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
  if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { required: ["phone"] },
  else: { required: ["email"] },
  additionalProperties: false,
};

const HEADER_SCHEMA = {
  type: "object" as const,
  properties: {
    region: { type: "string", "x-mcp-header": "Region" },
    limit: { type: "integer", "x-mcp-header": "Limit" },
    note: { type: "string" },
  },
  required: ["region"],
};

/** Tools that answer for themselves: every kind of content, progress, log messages, errors and schemas. */
export function addTools(server: McpServer): void {
  const add = (name: string, description: string, run: (ctx: ServerContext) => object | Promise<object>) =>
    server.registerTool(name, { description }, async (ctx) => (await run(ctx)) as { content: [] });
  add("test_simple_text", "Answers text.", () => answer("This is a simple text response for testing."));
  add("test_image_content", "Answers an image.", () => ({ content: [image] }));
  add("test_audio_content", "Answers a sound.", () => ({
    content: [{ type: "audio", data: WAV, mimeType: "audio/wav" }],
  }));
  add("test_embedded_resource", "Answers a resource.", () => ({
    content: [embed("test://embedded-resource", "text/plain", "This is an embedded resource content.")],
  }));
  add("test_multiple_content_types", "Answers three kinds of content.", () => ({
    content: [
      text("Multiple content types test:"),
      image,
      embed("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
    ],
  }));
  add("test_error_handling", "Always fails.", () => {
    throw new Error("This tool intentionally returns an error for testing");
  });
  add("test_tool_with_logging", "Logs three times.", async (ctx) => {
    await ctx.mcpReq.log("info", "Tool execution started");
    await pause(STEP_MS);
    await ctx.mcpReq.log("info", "Tool processing data");
    await pause(STEP_MS);
    await ctx.mcpReq.log("info", "Tool execution completed");
    return answer("Logged three times.");
  });
  add("test_logging_tool", "Logs once.", async (ctx) => {
    await ctx.mcpReq.log("info", "Logged on request");
    return answer("Logged once.");
  });
  add("test_tool_with_progress", "Reports progress three times.", reportProgress);
  add("test_reconnection", "Closes its stream and answers on the next one.", async (ctx) => {
    ctx.http?.closeSSE?.();
    await pause(2 * STEP_MS);
    return answer("Answered after the stream was closed.");
  });
  addSchemaTools(server);
}

function addSchemaTools(server: McpServer): void {
  const echo = (given: unknown) => answer(JSON.stringify(given));
  server.registerTool(
    "json_schema_2020_12_tool",
    { description: "Takes what JSON Schema 2020-12 can say.", inputSchema: fromJsonSchema(RICH_SCHEMA) },
    echo,
  );
  server.registerTool(
    "test_x_mcp_header",
    { description: "Takes arguments that headers repeat.", inputSchema: fromJsonSchema(HEADER_SCHEMA) },
    echo,
  );
}

async function reportProgress({ mcpReq }: ServerContext): Promise<object> {
  const progressToken = mcpReq._meta?.progressToken;
  for (const progress of [0, 50, 100]) {
    if (progressToken !== undefined) {
      const params = { progressToken, progress, total: 100 };
      await mcpReq.notify({ method: "notifications/progress", params });
    }
    await pause(STEP_MS);
  }
  return answer("Reported progress three times.");
}
