import {
  type ElicitRequestFormParams,
  type McpServer,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { answer } from "./content.ts";

type Form = ElicitRequestFormParams["requestedSchema"];

const DEFAULTS: Form = {
  type: "object",
  properties: {
    name: { type: "string", default: "John Doe" },
    age: { type: "integer", default: 30 },
    score: { type: "number", default: 95.5 },
    status: { type: "string", enum: ["active", "inactive", "pending"], default: "active" },
    verified: { type: "boolean", default: true },
  },
};

const titled = (titles: string[]) => titles.map((title, at) => ({ const: `value${at + 1}`, title }));
const OPTIONS = ["option1", "option2", "option3"];
const ENUMS: Form = {
  type: "object",
  properties: {
    untitledSingle: { type: "string", enum: OPTIONS },
    titledSingle: { type: "string", oneOf: titled(["First Option", "Second Option", "Third Option"]) },
    legacyEnum: {
      type: "string",
      enum: ["opt1", "opt2", "opt3"],
      enumNames: ["Option One", "Option Two", "Option Three"],
    },
    untitledMulti: { type: "array", items: { type: "string", enum: OPTIONS } },
    titledMulti: {
      type: "array",
      items: { anyOf: titled(["First Choice", "Second Choice", "Third Choice"]) },
    },
  },
};

const USER: Form = {
  type: "object",
  properties: {
    username: { type: "string", description: "User's response" },
    email: { type: "string", description: "User's email address" },
  },
  required: ["username", "email"],
};

/**
 * Tools that ask the client in the middle of a call, on its stream, as the revisions up to 2025-11-25 do. (The SDK's own
 * words for asking use the session's stream, which a client may not have opened yet.)
 */
export function addAskingTools(server: McpServer): void {
  server.registerTool(
    "test_sampling",
    { description: "Has the client's model answer.", inputSchema: z.object({ prompt: z.string() }) },
    async ({ prompt }, ctx) => {
      const messages = [{ role: "user" as const, content: { type: "text" as const, text: prompt } }];
      const params = { messages, maxTokens: 100 };
      const { content } = await ctx.mcpReq.send({ method: "sampling/createMessage", params });
      const said = [content].flat().map((block) => (block.type === "text" ? block.text : block.type));
      return answer(`LLM response: ${said.join("")}`);
    },
  );
  server.registerTool(
    "test_elicitation",
    { description: "Asks the person.", inputSchema: z.object({ message: z.string() }) },
    ({ message }, ctx) => ask(ctx, "User response", { message, requestedSchema: USER }),
  );
  server.registerTool(
    "ask_on_session_stream",
    { description: "Asks the person where the SDK does.", inputSchema: z.object({ message: z.string() }) },
    async ({ message }, { mcpReq }) => {
      const { action, content } = await mcpReq.elicitInput({ message, requestedSchema: USER });
      return answer(`User response: action=${action}, content=${JSON.stringify(content ?? {})}`);
    },
  );
  server.registerTool("test_elicitation_sep1034_defaults", { description: "Asks with defaults." }, (ctx) =>
    ask(ctx, "Elicitation completed", { message: "Look over these values.", requestedSchema: DEFAULTS }),
  );
  server.registerTool("test_elicitation_sep1330_enums", { description: "Asks for choices." }, (ctx) =>
    ask(ctx, "Elicitation completed", { message: "Choose.", requestedSchema: ENUMS }),
  );
}

async function ask({ mcpReq }: ServerContext, title: string, form: ElicitRequestFormParams) {
  const { action, content } = await mcpReq.send({ method: "elicitation/create", params: form });
  return answer(`${title}: action=${action}, content=${JSON.stringify(content ?? {})}`);
}
