import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Schedule } from "../state.ts";
import { accessDenied, backendFailure, type Call, tool } from "../tool.ts";

const ByAgent = z.object({ agent_name: z.string() });

const CreateSchedule = z.object({
  agent_name: z.string(),
  name: z.string(),
  cron_expression: z.string(),
  message: z.string(),
  timezone: z.string().default("UTC"),
  enabled: z.boolean().default(true),
  timeout_seconds: z.int().positive().optional(),
  allowed_tools: z.array(z.string()).optional(),
  model: z.string().optional(),
  max_retries: z.int().min(0).max(5).default(1),
  retry_delay_seconds: z.int().min(30).max(600).default(60),
  validation_enabled: z.boolean().optional(),
  validation_prompt: z.string().optional(),
  validation_timeout_seconds: z.int().min(30).max(600).optional(),
  deliver_to_workspace_email: z.string().optional(),
});

function createSchedule({ world, caller }: Call, input: z.output<typeof CreateSchedule>): unknown {
  if (!world.findAgent(caller, input.agent_name)) return accessDenied(caller, input.agent_name);
  if (!/^(\S+\s+){4}\S+$/.test(input.cron_expression)) throw backendFailure(422, "Invalid cron expression");
  if (world.schedules.size >= 500) throw backendFailure(429, "Schedule limit reached");
  const schedule: Schedule = {
    id: `sch_${randomUUID().slice(0, 8)}`,
    agent_name: input.agent_name,
    name: input.name,
    cron_expression: input.cron_expression,
    message: input.message,
    timezone: input.timezone,
    enabled: input.enabled,
    max_retries: input.max_retries,
    retry_delay_seconds: input.retry_delay_seconds,
    timeout_seconds: input.timeout_seconds ?? 900,
    created_by: caller.userId,
    created_at: new Date().toISOString(),
    last_run_at: null,
  };
  world.schedules.set(schedule.id, schedule);
  return schedule;
}

function withSchedule(
  call: Call,
  agentName: string,
  id: string,
  run: (schedule: Schedule) => unknown,
): unknown {
  if (!call.world.findAgent(call.caller, agentName)) return accessDenied(call.caller, agentName);
  const schedule = call.world.schedules.get(id);
  if (schedule?.agent_name !== agentName) throw backendFailure(404, "Schedule not found");
  return run(schedule);
}

export const scheduleTools = [
  tool({
    name: "list_agent_schedules",
    description: "List the schedules of an agent.",
    audience: "operator",
    input: ByAgent,
    run: ({ world, caller }, { agent_name }) =>
      world.findAgent(caller, agent_name)
        ? [...world.schedules.values()].filter((schedule) => schedule.agent_name === agent_name)
        : accessDenied(caller, agent_name),
  }),
  tool({
    name: "create_agent_schedule",
    description: "Create a schedule that sends an agent a message on a cron expression.",
    audience: "operator",
    input: CreateSchedule,
    run: createSchedule,
  }),
  tool({
    name: "toggle_agent_schedule",
    description: "Turn a schedule on or off.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), schedule_id: z.string(), enabled: z.boolean() }),
    run: (call, { agent_name, schedule_id, enabled }) =>
      withSchedule(call, agent_name, schedule_id, (schedule) => {
        schedule.enabled = enabled;
        return schedule;
      }),
  }),
  tool({
    name: "delete_agent_schedule",
    description: "Delete a schedule and its run history.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), schedule_id: z.string() }),
    run: (call, { agent_name, schedule_id }) =>
      withSchedule(call, agent_name, schedule_id, ({ id }) => {
        call.world.schedules.delete(id);
        return { message: "Schedule deleted", schedule_id: id };
      }),
  }),
];
