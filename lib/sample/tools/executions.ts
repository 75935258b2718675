import { z } from "zod";
import { accessDenied, backendFailure, tool } from "../tool.ts";

export const executionTools = [
  tool({
    name: "list_recent_executions",
    description: "List the latest runs of an agent, newest first.",
    audience: "operator",
    input: z.object({
      agent_name: z.string(),
      limit: z.number().default(20),
      status: z.string().optional(),
    }),
    run({ world, caller }, { agent_name, limit, status }) {
      if (!world.findAgent(caller, agent_name)) return accessDenied(caller, agent_name);
      return world.executions
        .filter((run) => run.agent_name === agent_name && (status === undefined || run.status === status))
        .slice(0, Math.max(1, Math.min(100, Math.trunc(limit))))
        .map(({ response: _response, ...row }) => row);
    },
  }),
  tool({
    name: "get_execution_result",
    description: "Get the result of one run, finished or not.",
    audience: "operator",
    input: z.object({
      agent_name: z.string(),
      execution_id: z.string(),
      include_log: z.boolean().default(false),
    }),
    run({ world, caller }, { agent_name, execution_id, include_log }) {
      if (!world.findAgent(caller, agent_name)) return accessDenied(caller, agent_name);
      const found = world.executions.find(
        (run) => run.execution_id === execution_id && run.agent_name === agent_name,
      );
      if (!found) throw backendFailure(404, "Execution not found");
      return include_log
        ? { ...found, log: [`${found.started_at} started`, `status ${found.status}`] }
        : found;
    },
  }),
];
