import { z } from "zod";
import { type ChatInput, runChat } from "../run-task.ts";
import type { World } from "../state.ts";
import { accessDenied, type Call, type SampleTool, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";

const ChatFields = {
  message: z.string(),
  parallel: z.boolean().default(false),
  model: z.string().optional(),
  allowed_tools: z.array(z.string()).optional(),
  system_prompt: z.string().optional(),
  timeout_seconds: z.number().optional(),
  async: z.boolean().default(false),
  inject_result: z.boolean().default(false),
  chat_session_id: z.string().optional(),
};

/** What a stopped agent answers, as Trinity's does. */
export function notRunning({ name, status }: Agent): Record<string, unknown> {
  return { error: "Agent is not running", agent: name, status };
}

/** Chat with an agent the key can reach; a stopped agent answers with an error result. */
export function chat(call: Call, agentName: string, input: ChatInput): unknown {
  const agent = call.world.findAgent(call.caller, agentName);
  if (!agent) return accessDenied(call.caller, agentName);
  return agent.status === "running" ? runChat(call, agent, input) : notRunning(agent);
}

export const chatTools = [
  tool({
    name: "chat_with_agent",
    description: "Send a message to an agent and wait for its answer.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), ...ChatFields, execution_id: z.string().optional() }),
    run: (call, input) => chat(call, input.agent_name, input),
  }),
  tool({
    name: "get_chat_history",
    description: "Get the recent messages of a conversation with an agent.",
    audience: "operator",
    input: z.object({ agent_name: z.string() }),
    run: (call, { agent_name }) => withAgent(call, agent_name, ({ history }) => history),
  }),
];

/** One `chat_with_<slug>` tool for every agent that is exposed by name. */
export function dynamicChatTools(world: World): SampleTool[] {
  return [...world.agents.values()].filter(({ exposed }) => exposed).map(toChatTool);
}

function toChatTool(agent: Agent): SampleTool {
  return tool({
    name: `chat_with_${agent.name.replaceAll("-", "_")}`,
    description: `Chat with ${agent.name}: ${agent.description}.`,
    audience: "operator",
    input: z.object(ChatFields),
    run: (call, input) => chat(call, agent.name, input),
  });
}
