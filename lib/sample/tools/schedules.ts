import { z } from "zod";
import { BUSY, finishLater, runAtOnce, taskMs } from "../run-task.ts";
import { keepOnly } from "../state.ts";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import type { Schedule } from "../world/schedules.ts";
import { notRunning } from "./chat.ts";

const SCHEDULES_MAX = 500;
const CRON = /^(\S+\s+){4}\S+$/;
const CRON_LENGTH_MAX = 100;

const Ref = z.object({ agent_name: z.string(), schedule_id: z.string() });

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

const UpdateSchedule = z.object({
  agent_name: z.string(),
  schedule_id: z.string(),
  name: z.string().optional(),
  cron_expression: z.string().optional(),
  message: z.string().optional(),
  timezone: z.string().optional(),
  enabled: z.boolean().optional(),
  timeout_seconds: z.int().positive().optional(),
  allowed_tools: z.array(z.string()).optional(),
  model: z.string().optional(),
  max_retries: z.int().min(0).max(5).optional(),
  retry_delay_seconds: z.int().min(30).max(600).optional(),
  validation_enabled: z.boolean().optional(),
  validation_prompt: z.string().optional(),
  validation_timeout_seconds: z.int().min(30).max(600).optional(),
  deliver_to_workspace_email: z.string().nullable().optional(),
});

function requireCron(expression: string): void {
  if (expression.length > CRON_LENGTH_MAX || !CRON.test(expression))
    throw backendFailure(422, "Invalid cron expression");
}

function createSchedule({ world, caller }: Call, input: z.output<typeof CreateSchedule>): Schedule {
  requireCron(input.cron_expression);
  if (world.schedules.size >= SCHEDULES_MAX) throw backendFailure(429, "Schedule limit reached");
  const schedule: Schedule = {
    id: world.nextId("sch"),
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
    created_at: world.nowIso(),
    last_run_at: null,
  };
  world.schedules.set(schedule.id, schedule);
  return schedule;
}

function updateSchedule(schedule: Schedule, input: z.output<typeof UpdateSchedule>): Schedule {
  if (input.cron_expression !== undefined) requireCron(input.cron_expression);
  schedule.name = input.name ?? schedule.name;
  schedule.cron_expression = input.cron_expression ?? schedule.cron_expression;
  schedule.message = input.message ?? schedule.message;
  schedule.timezone = input.timezone ?? schedule.timezone;
  schedule.enabled = input.enabled ?? schedule.enabled;
  schedule.timeout_seconds = input.timeout_seconds ?? schedule.timeout_seconds;
  schedule.max_retries = input.max_retries ?? schedule.max_retries;
  schedule.retry_delay_seconds = input.retry_delay_seconds ?? schedule.retry_delay_seconds;
  return schedule;
}

/** Starts the schedule's task now. An agent that takes its time goes on after the answer. */
function trigger({ world }: Call, schedule: Schedule, agent: Agent): unknown {
  if (agent.status !== "running") return notRunning(agent);
  if (world.isBusy()) return BUSY;
  const { id, name, message } = schedule;
  const durationMs = taskMs(agent, schedule.timeout_seconds);
  let executionId: string;
  if (durationMs === 0) {
    const task = { message, trigger: "schedule", scheduleId: id } as const;
    executionId = runAtOnce(world, agent, task).execution_id;
  } else {
    const execution = world.startExecution(agent.name, message, "schedule");
    execution.schedule_id = id;
    void finishLater(world, agent, execution, durationMs);
    executionId = execution.execution_id;
  }
  schedule.last_run_at = world.nowIso();
  return {
    status: "triggered",
    schedule_id: id,
    schedule_name: name,
    agent_name: agent.name,
    message,
    execution_id: executionId,
    poll_with: "get_execution_result",
  };
}

function withSchedule(
  call: Call,
  { agent_name, schedule_id }: z.output<typeof Ref>,
  run: (schedule: Schedule, agent: Agent) => unknown,
): unknown {
  return withAgent(call, agent_name, (agent) => {
    const schedule = call.world.schedules.get(schedule_id);
    if (schedule?.agent_name !== agent_name) throw backendFailure(404, "Schedule not found");
    return run(schedule, agent);
  });
}

/** Deletes the schedule and the runs it has started. */
function deleteSchedule({ world }: Call, { id }: Schedule): unknown {
  world.schedules.delete(id);
  const deleted = keepOnly(world.executions, (run) => run.schedule_id !== id);
  return { message: "Schedule deleted", schedule_id: id, executions_deleted: deleted };
}

export const scheduleTools = [
  tool({
    name: "list_agent_schedules",
    description: "List the schedules of an agent.",
    audience: "operator",
    input: z.object({ agent_name: z.string() }),
    run: (call, { agent_name }) =>
      withAgent(call, agent_name, () =>
        [...call.world.schedules.values()].filter((schedule) => schedule.agent_name === agent_name),
      ),
  }),
  tool({
    name: "get_agent_schedule",
    description: "Get one schedule of an agent.",
    audience: "operator",
    input: Ref,
    run: (call, ref) => withSchedule(call, ref, (schedule) => schedule),
  }),
  tool({
    name: "create_agent_schedule",
    description: "Create a schedule that sends an agent a message on a cron expression.",
    audience: "operator",
    input: CreateSchedule,
    run: (call, input) => withAgent(call, input.agent_name, () => createSchedule(call, input)),
  }),
  tool({
    name: "update_agent_schedule",
    description: "Change fields of a schedule.",
    audience: "operator",
    input: UpdateSchedule,
    run: (call, input) => withSchedule(call, input, (schedule) => updateSchedule(schedule, input)),
  }),
  tool({
    name: "toggle_agent_schedule",
    description: "Turn a schedule on or off.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), schedule_id: z.string(), enabled: z.boolean() }),
    run: (call, input) =>
      withSchedule(call, input, (schedule) => {
        schedule.enabled = input.enabled;
        return schedule;
      }),
  }),
  tool({
    name: "trigger_agent_schedule",
    description: "Start a schedule's task now.",
    audience: "operator",
    input: Ref,
    run: (call, ref) => withSchedule(call, ref, (schedule, agent) => trigger(call, schedule, agent)),
  }),
  tool({
    name: "delete_agent_schedule",
    description: "Delete a schedule and its run history.",
    audience: "operator",
    input: Ref,
    run: (call, ref) => withSchedule(call, ref, (schedule) => deleteSchedule(call, schedule)),
  }),
];
