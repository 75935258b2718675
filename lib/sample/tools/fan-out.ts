import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { BUSY, cancel, CHAT_TIMEOUT_MS, finish, taskMs, waitWithProgress } from "../run-task.ts";
import type { World } from "../state.ts";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import type { Execution } from "../world/executions.ts";
import type { FanOut } from "../world/fan-outs.ts";
import { notRunning } from "./chat.ts";

const FAN_OUTS_MAX = 200;
const CONCURRENCY_MAX = 10;

const FanOutInput = z.object({
  agent_name: z.string(),
  tasks: z
    .array(z.object({ id: z.string(), message: z.string() }))
    .min(1)
    .max(50),
  timeout_seconds: z.number().optional(),
  max_concurrency: z.number().default(3),
  model: z.string().optional(),
  system_prompt: z.string().optional(),
  allowed_tools: z.array(z.string()).optional(),
  async_mode: z.boolean().optional(),
});

async function fanOut(call: Call, agent: Agent, input: z.output<typeof FanOutInput>): Promise<unknown> {
  const { world } = call;
  const ids = input.tasks.map(({ id }) => id);
  if (new Set(ids).size < ids.length) throw backendFailure(422, "Task ids must be different");
  if (agent.status !== "running") return notRunning(agent);
  if (world.isBusy(input.tasks.length)) return BUSY;
  const executions = input.tasks.map(({ message }): Execution => {
    const execution = world.startExecution(agent.name, message, "fan_out");
    execution.status = "queued";
    return execution;
  });
  const batch: FanOut = {
    fan_out_id: world.nextId("fan"),
    agent_name: agent.name,
    created_at: world.nowIso(),
    tasks: executions.map(({ execution_id }, index) => ({ id: ids[index] ?? "", execution_id })),
  };
  keep(world, batch);
  const concurrency = Math.max(1, Math.min(CONCURRENCY_MAX, Math.trunc(input.max_concurrency)));
  const done = work(world, agent, {
    executions,
    concurrency,
    durationMs: taskMs(agent, input.timeout_seconds),
  });
  if (input.async_mode) return { ...receipt(batch), status: "accepted" };
  return await wait(call, { batch, executions, done, isInstant: agent.behaviour !== "simulate" });
}

async function wait(
  call: Call,
  started: { batch: FanOut; executions: readonly Execution[]; done: Promise<void>; isInstant: boolean },
): Promise<unknown> {
  const { batch, executions, done, isInstant } = started;
  try {
    await (isInstant ? done : Promise.race([done, waitWithProgress(call, CHAT_TIMEOUT_MS)]));
  } catch (error) {
    for (const execution of executions) cancel(call.world, execution);
    throw error;
  }
  const result = toResult(call.world, batch);
  return result.status === "running" ? { ...receipt(batch), status: "fan_out_timeout" } : result;
}

/** Works on the tasks, so many at a time, in their order. */
async function work(
  world: World,
  agent: Agent,
  {
    executions,
    concurrency,
    durationMs,
  }: { executions: Execution[]; concurrency: number; durationMs: number },
): Promise<void> {
  const waiting = [...executions];
  const worker = async () => {
    for (let execution = waiting.shift(); execution; execution = waiting.shift()) {
      if (execution.status === "cancelled") continue;
      execution.status = "running";
      if (durationMs > 0) await delay(durationMs, undefined, { ref: false });
      finish(world, agent, execution);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

function keep(world: World, batch: FanOut): void {
  world.fanOuts.set(batch.fan_out_id, batch);
  const [oldest] = world.fanOuts.keys();
  if (world.fanOuts.size > FAN_OUTS_MAX && oldest !== undefined) world.fanOuts.delete(oldest);
}

function receipt({ fan_out_id, agent_name, tasks }: FanOut): Record<string, unknown> {
  return { fan_out_id, agent_name, total: tasks.length, poll_with: "get_fan_out_result" };
}

function toResult(world: World, { fan_out_id, agent_name, tasks }: FanOut) {
  const results = tasks.map(({ id, execution_id }) => {
    const run = world.executions.find((one) => one.execution_id === execution_id);
    return { id, execution_id, status: run?.status ?? "forgotten", response: run?.response ?? null };
  });
  const count = (...wanted: string[]) => results.filter(({ status }) => wanted.includes(status)).length;
  const running = count("queued", "running");
  const completed = count("success");
  const finished = completed === tasks.length ? "completed" : completed > 0 ? "partial" : "failed";
  return {
    fan_out_id,
    agent_name,
    status: running > 0 ? "running" : finished,
    total: tasks.length,
    completed,
    failed: tasks.length - completed - running,
    running,
    results,
  };
}

export const fanOutTools = [
  tool({
    name: "fan_out",
    description: "Give an agent several tasks at once and collect the answers.",
    audience: "operator",
    input: FanOutInput,
    run: (call, input) => withAgent(call, input.agent_name, (agent) => fanOut(call, agent, input)),
  }),
  tool({
    name: "get_fan_out_result",
    description: "Get the state and the results of a fan-out.",
    audience: "operator",
    input: z.object({ agent_name: z.string(), fan_out_id: z.string() }),
    run: (call, { agent_name, fan_out_id }) =>
      withAgent(call, agent_name, () => {
        const batch = call.world.fanOuts.get(fan_out_id);
        if (batch?.agent_name !== agent_name) throw backendFailure(404, "Fan-out not found");
        return toResult(call.world, batch);
      }),
  }),
];
