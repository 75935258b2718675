import { z } from "zod";
import { runChat } from "../run-task.ts";
import { DEFAULT_BOUND_AGENT } from "../state.ts";
import { accessDenied, backendFailure, type Call, tool } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import { notRunning } from "./chat.ts";

const noWait = (message: string) => ({ message, async: false });

/** A connector key is fenced to the one agent it is bound to, whatever the arguments name. */
async function withBoundAgent(
  call: Call,
  asked: string | undefined,
  run: (agent: Agent) => unknown,
): Promise<unknown> {
  const name = asked ?? call.caller.agentName ?? DEFAULT_BOUND_AGENT;
  const agent = call.world.findAgent(call.caller, name);
  return agent ? await run(agent) : accessDenied(call.caller, name);
}

export const connectorTools = [
  tool({
    name: "list_playbooks",
    description: "List the playbooks the connected agent offers.",
    audience: "connector",
    input: z.object({ agent: z.string().optional() }),
    run: (call, input) =>
      withBoundAgent(call, input.agent, ({ playbooks }) =>
        playbooks.map(({ name, description }) => ({ name, description })),
      ),
  }),
  tool({
    name: "run_playbook",
    description: "Run a playbook of the connected agent and wait for its result.",
    audience: "connector",
    input: z.object({ name: z.string(), input: z.string().optional(), agent: z.string().optional() }),
    run: (call, input) =>
      withBoundAgent(call, input.agent, (agent) => {
        const playbook = agent.playbooks.find(({ name }) => name === input.name);
        if (!playbook) throw backendFailure(404, "Playbook not found");
        if (agent.status !== "running") return notRunning(agent);
        return runChat(call, agent, noWait(input.input ?? playbook.prompt), "playbook");
      }),
  }),
  tool({
    name: "ask",
    description: "Ask the connected agent a question and wait for its answer.",
    audience: "connector",
    input: z.object({ message: z.string(), agent: z.string().optional() }),
    run: (call, input) =>
      withBoundAgent(call, input.agent, (agent) =>
        agent.status === "running" ? runChat(call, agent, noWait(input.message)) : notRunning(agent),
      ),
  }),
];
