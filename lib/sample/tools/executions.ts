import { z } from "zod";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";
import type { Execution } from "../world/executions.ts";
import { hoursBefore } from "../world/time.ts";

const HOURS_MAX = 168;

const clampLimit = (limit: number) => Math.max(1, Math.min(100, Math.trunc(limit)));

function toRow({ response: _response, ...row }: Execution) {
  return row;
}

const STATES = {
  queued: "started",
  running: "started",
  success: "completed",
  failed: "failed",
  cancelled: "cancelled",
} as const satisfies Record<Execution["status"], string>;

/** Counts what happened by kind and by agent; notifications belong to nobody's agent and count in the whole only. */
function summarise({ world, caller }: Call, agentName: string | undefined, asked: number): unknown {
  const hours = Math.min(Math.max(1, asked), HOURS_MAX);
  const since = hoursBefore(world.now(), hours);
  const runs = world
    .visibleRows(caller, world.executions)
    .filter(({ agent_name, started_at }) => started_at >= since && (agentName ?? agent_name) === agent_name);
  const byType: Record<string, Record<string, number>> = {};
  const byAgent: Record<string, number> = {};
  const count = (type: string, state: string) => {
    const states = (byType[type] ??= {});
    states[state] = (states[state] ?? 0) + 1;
  };
  for (const run of runs) {
    count(`${run.triggered_by}_run`, STATES[run.status]);
    byAgent[run.agent_name] = (byAgent[run.agent_name] ?? 0) + 1;
  }
  const notes = world.notifications.filter(
    ({ created_at, sender }) => created_at >= since && (agentName ?? sender) === sender,
  );
  for (const { notification_type } of notes) count("notification", notification_type);
  return {
    agent_name: agentName ?? "all",
    hours,
    total_activities: runs.length + notes.length,
    total_cost_usd: Number(runs.reduce((sum, { cost_usd }) => sum + cost_usd, 0).toFixed(6)),
    by_type: byType,
    ...(agentName === undefined ? { by_agent: byAgent } : {}),
  };
}

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
    run: (call, { agent_name, limit, status }) =>
      withAgent(call, agent_name, () =>
        call.world.executions
          .filter((run) => run.agent_name === agent_name && (status === undefined || run.status === status))
          .slice(0, clampLimit(limit))
          .map(toRow),
      ),
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
    run: (call, { agent_name, execution_id, include_log }) =>
      withAgent(call, agent_name, () => {
        const found = call.world.executions.find(
          (run) => run.execution_id === execution_id && run.agent_name === agent_name,
        );
        if (!found) throw backendFailure(404, "Execution not found");
        return include_log
          ? { ...found, log: [`${found.started_at} started`, `status ${found.status}`] }
          : found;
      }),
  }),
  tool({
    name: "get_schedule_executions",
    description: "List the runs schedules of an agent have started, of one schedule or of all.",
    audience: "operator",
    input: z.object({
      agent_name: z.string(),
      schedule_id: z.string().optional(),
      limit: z.number().default(20),
    }),
    run: (call, { agent_name, schedule_id, limit }) =>
      withAgent(call, agent_name, () => {
        const runs = call.world.executions
          .filter((run) => run.agent_name === agent_name && run.schedule_id !== undefined)
          .filter((run) => (schedule_id ?? run.schedule_id) === run.schedule_id)
          .slice(0, clampLimit(limit));
        return { agent_name, execution_count: runs.length, executions: runs };
      }),
  }),
  tool({
    name: "get_agent_activity_summary",
    description: "Summarise what an agent, or every agent you see, did in the last hours.",
    audience: "operator",
    input: z.object({ agent_name: z.string().optional(), hours: z.number().default(24) }),
    run: (call, { agent_name, hours }) =>
      agent_name === undefined
        ? summarise(call, undefined, hours)
        : withAgent(call, agent_name, () => summarise(call, agent_name, hours)),
  }),
];
