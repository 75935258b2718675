import { z } from "zod";
import { backendFailure, type Call, requirePerson, tool, withAgent } from "../tool.ts";
import { type Agent, newAgent } from "../world/agents.ts";
import { effectiveSkills } from "../world/skills.ts";
import { TEMPLATES } from "../world/templates.ts";
import { secondsAfter } from "../world/time.ts";

const AGENTS_MAX = 200;
const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;
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

function requireFreeName({ world }: Call, name: string): void {
  if (!NAME.test(name)) throw backendFailure(422, "Agent name must be lower-case letters, digits and dashes");
  if (world.agents.has(name)) throw backendFailure(409, "Agent already exists");
}

function createAgent(call: Call, input: z.output<typeof CreateAgent>): unknown {
  const { caller, world } = call;
  requireFreeName(call, input.name);
  if (world.agents.size >= AGENTS_MAX) throw backendFailure(429, "Agent limit reached");
  const templateId = input.template ?? "local:business-assistant";
  const template = TEMPLATES.find(({ id }) => id === templateId);
  if (!template && !/^github:[\w.-]{1,100}\/[\w.-]{1,100}$/.test(templateId))
    throw backendFailure(404, "Template not found");
  const now = world.now();
  const agent = newAgent(now, {
    name: input.name,
    description: input.custom_instructions?.slice(0, 200) ?? template?.description ?? "",
    owner: caller.userId,
    shared: false,
    template: templateId,
    behaviour: template?.behaviour ?? "echo",
    tags: [...(template?.tags ?? [])],
    skills: [...(template?.skills ?? [])],
    ephemeral: toEphemeral(now, input.ephemeral),
  });
  world.agents.set(agent.name, agent);
  return toRow(agent);
}

function toEphemeral(now: Date, asked: z.output<typeof CreateAgent>["ephemeral"]): Agent["ephemeral"] {
  if (!asked) return null;
  const { ttl_seconds: seconds, max_executions: runs } = asked;
  const expiresAt = seconds === undefined ? null : secondsAfter(now, Math.min(seconds, 31_536_000));
  return { expiresAt, runsLeft: runs ?? null };
}

function renameAgent(call: Call, name: string, newName: string): unknown {
  requirePerson(call);
  return withAgent(call, name, (agent) => {
    requireFreeName(call, newName);
    call.world.renameAgent(agent, newName);
    return { message: "Agent renamed", old_name: name, new_name: newName };
  });
}

function startAgent({ world }: Call, agent: Agent): unknown {
  if (agent.status === "running")
    return { message: `Agent ${agent.name} is running already`, status: agent.status };
  agent.status = "running";
  agent.started_at = world.nowIso();
  return { message: `Agent ${agent.name} started`, status: agent.status };
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
      withAgent(call, name, (agent) => ({
        ...toRow(agent),
        model: agent.model,
        skills: effectiveSkills(agent),
        started_at: agent.started_at,
      })),
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
    run: (call, { name }) =>
      withAgent(call, name, (agent) => {
        call.world.removeAgent(agent);
        return { message: `Agent ${name} deleted` };
      }),
  }),
  tool({
    name: "start_agent",
    description: "Start a stopped agent.",
    audience: "operator",
    input: ByName,
    run: (call, { name }) => withAgent(call, name, (agent) => startAgent(call, agent)),
  }),
  tool({
    name: "stop_agent",
    description: "Stop a running agent.",
    audience: "operator",
    input: ByName,
    run: (call, { name }) =>
      withAgent(call, name, (agent) => {
        agent.status = "stopped";
        agent.started_at = null;
        return { message: `Agent ${name} stopped`, status: agent.status };
      }),
  }),
];
