import { z } from "zod";
import type { Agent } from "../state.ts";
import { accessDenied, backendFailure, type Call, tool } from "../tool.ts";

const ByName = z.object({ name: z.string() });

const CreateAgent = z.object({
  name: z.string(),
  template: z.string().optional(),
  resources: z.object({ cpu: z.string().optional(), memory: z.string().optional() }).optional(),
  tools: z.array(z.string()).optional(),
  mcp_servers: z.array(z.string()).optional(),
  custom_instructions: z.string().optional(),
  source_branch: z.string().optional(),
  import_intent: z.enum(["copy", "clone"]).optional(),
  ephemeral: z
    .object({
      max_executions: z.int().min(1).max(100).optional(),
      ttl_seconds: z.int().min(60).optional(),
    })
    .optional(),
});

function toRow({ name, type, description, status, owner, shared, template, tags, created_at }: Agent) {
  return { name, type, description, status, owner, is_shared: shared, template, tags, created_at };
}

function withAgent(call: Call, name: string, run: (agent: Agent) => unknown): unknown {
  const agent = call.world.findAgent(call.caller, name);
  return agent ? run(agent) : accessDenied(call.caller, name);
}

function createAgent({ caller, world }: Call, input: z.output<typeof CreateAgent>): unknown {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(input.name))
    throw backendFailure(422, "Agent name must be lower-case letters, digits and dashes");
  if (world.agents.has(input.name)) throw backendFailure(409, "Agent already exists");
  if (world.agents.size >= 200) throw backendFailure(429, "Agent limit reached");
  const agent: Agent = {
    name: input.name,
    type: "business-assistant",
    description: input.custom_instructions?.slice(0, 200) ?? "",
    status: "running",
    owner: caller.userId,
    shared: false,
    exposed: false,
    template: input.template ?? "local:business-assistant",
    model: "sonnet",
    behaviour: "echo",
    tags: [],
    skills: [],
    playbooks: [],
    credentialFiles: [],
    created_at: new Date().toISOString(),
  };
  world.agents.set(agent.name, agent);
  return toRow(agent);
}

function renameAgent(call: Call, name: string, newName: string): unknown {
  const { world } = call;
  return withAgent(call, name, (agent) => {
    if (world.agents.has(newName)) throw backendFailure(409, "Agent already exists");
    world.agents.delete(name);
    agent.name = newName;
    world.agents.set(newName, agent);
    for (const schedule of world.schedules.values())
      if (schedule.agent_name === name) schedule.agent_name = newName;
    for (const execution of world.executions)
      if (execution.agent_name === name) execution.agent_name = newName;
    return { message: "Agent renamed", old_name: name, new_name: newName };
  });
}

function deleteAgent(call: Call, name: string): unknown {
  const { world } = call;
  return withAgent(call, name, () => {
    world.agents.delete(name);
    for (const [id, schedule] of world.schedules)
      if (schedule.agent_name === name) world.schedules.delete(id);
    return { message: `Agent ${name} deleted` };
  });
}

export const agentTools = [
  tool({
    name: "list_agents",
    description: "List the agents this key can see, with their status.",
    audience: "operator",
    input: z.object({}),
    run: ({ world, caller }) => world.visibleAgents(caller).map(toRow),
  }),
  tool({
    name: "get_agent",
    description: "Get one agent with its status, template, tags and skills.",
    audience: "operator",
    input: ByName,
    run: (call, { name }) =>
      withAgent(call, name, (agent) => ({ ...toRow(agent), model: agent.model, skills: agent.skills })),
  }),
  tool({
    name: "create_agent",
    description: "Create an agent from a template and start it.",
    audience: "operator",
    input: CreateAgent,
    run: createAgent,
  }),
  tool({
    name: "rename_agent",
    description: "Rename an agent. It stops for a moment.",
    audience: "operator",
    input: z.object({ name: z.string(), new_name: z.string() }),
    run: (call, { name, new_name }) => renameAgent(call, name, new_name),
  }),
  tool({
    name: "delete_agent",
    description: "Delete an agent and its schedules.",
    audience: "operator",
    input: ByName,
    run: (call, { name }) => deleteAgent(call, name),
  }),
  tool({
    name: "start_agent",
    description: "Start a stopped agent.",
    audience: "operator",
    input: ByName,
    run: (call, { name }) =>
      withAgent(call, name, (agent) => {
        agent.status = "running";
        return { message: `Agent ${name} started`, status: agent.status };
      }),
  }),
  tool({
    name: "stop_agent",
    description: "Stop a running agent.",
    audience: "operator",
    input: ByName,
    run: (call, { name }) =>
      withAgent(call, name, (agent) => {
        agent.status = "stopped";
        return { message: `Agent ${name} stopped`, status: agent.status };
      }),
  }),
];
