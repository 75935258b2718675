import { z } from "zod";
import { advanceLoop, endLoop } from "../advance-time.ts";
import type { World } from "../state.ts";
import { backendFailure, type Call, resolveAgentName, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import type { Loop } from "../world/loops.ts";
import { secondsAfter } from "../world/time.ts";
import { notRunning } from "./chat.ts";

const LOOPS_MAX = 100;
const RUNNING_MAX = 20;

const RunLoop = z.object({
  agent_name: z.string().optional(),
  message: z.string().min(1).max(100_000),
  max_runs: z.int().min(1).max(100),
  stop_signal: z.string().max(200).optional(),
  delay_seconds: z.int().min(0).max(3_600).optional(),
  timeout_per_run: z.int().min(10).max(7_200).optional(),
  max_duration_seconds: z.int().min(1).max(604_800).optional(),
  max_cost_usd: z.number().positive().optional(),
  no_progress_threshold: z.int().min(0).optional(),
  model: z.string().optional(),
  allowed_tools: z.array(z.string()).optional(),
});
const ById = z.object({ loop_id: z.string().min(1) });

function start({ world, caller }: Call, agent: Agent, input: z.output<typeof RunLoop>): unknown {
  if (agent.status !== "running") return notRunning(agent);
  if (isFull(world)) throw backendFailure(429, "Loop limit reached");
  const now = world.now();
  const { max_duration_seconds: seconds } = input;
  const loop: Loop = {
    loop_id: world.nextId("loop"),
    agent_name: agent.name,
    status: "running",
    stop_reason: null,
    message: input.message,
    max_runs: input.max_runs,
    stopSignal: input.stop_signal || null,
    delay_seconds: input.delay_seconds ?? 0,
    maxCostUsd: input.max_cost_usd ?? null,
    deadline: seconds === undefined ? null : secondsAfter(now, seconds),
    noProgressThreshold: input.no_progress_threshold ?? 0,
    equalAnswers: 0,
    started_by: caller.agentName ?? caller.userId,
    started_at: now.toISOString(),
    completed_at: null,
    nextRunAt: now.toISOString(),
    lastResponse: null,
    runs: [],
  };
  world.loops.set(loop.loop_id, loop);
  advanceLoop(world, loop);
  const { loop_id, agent_name, status, max_runs } = loop;
  return { success: true, loop_id, agent_name, status, max_runs, poll_with: "get_loop_status" };
}

/** Makes room by forgetting the oldest loop that is over. */
function isFull({ loops }: World): boolean {
  const running = [...loops.values()].filter(({ status }) => status === "running").length;
  if (running >= RUNNING_MAX) return true;
  const over = [...loops.values()].find(({ status }) => status !== "running");
  if (loops.size >= LOOPS_MAX && over) loops.delete(over.loop_id);
  return false;
}

function withLoop({ world, caller }: Call, loopId: string, run: (loop: Loop) => unknown): unknown {
  const loop = world.loops.get(loopId);
  if (!loop || !world.findAgent(caller, loop.agent_name)) throw backendFailure(404, "Loop not found");
  return run(loop);
}

function toStatus(loop: Loop): Record<string, unknown> {
  const { loop_id, agent_name, status, stop_reason, max_runs, runs, lastResponse } = loop;
  return {
    success: true,
    loop_id,
    agent_name,
    status,
    stop_reason,
    runs_completed: runs.length,
    max_runs,
    next_run_at: status === "running" ? loop.nextRunAt : null,
    started_by: loop.started_by,
    started_at: loop.started_at,
    completed_at: loop.completed_at,
    total_cost_usd: Number(runs.reduce((sum, { cost }) => sum + cost, 0).toFixed(6)),
    runs,
    last_response: lastResponse,
  };
}

export const loopTools = [
  tool({
    name: "run_agent_loop",
    description: "Let an agent repeat a task; {{run}} and {{previous_response}} are filled in each round.",
    audience: "operator",
    input: RunLoop,
    run: (call, input) =>
      withAgent(call, resolveAgentName(call, input.agent_name), (agent) => start(call, agent, input)),
  }),
  tool({
    name: "get_loop_status",
    description: "Get how far a loop has come and what its rounds answered.",
    audience: "operator",
    input: ById,
    run: (call, { loop_id }) => withLoop(call, loop_id, toStatus),
  }),
  tool({
    name: "stop_loop",
    description: "End a running loop after its current round.",
    audience: "operator",
    input: ById,
    run: (call, { loop_id }) =>
      withLoop(call, loop_id, (loop) => {
        const isOver = loop.status !== "running";
        if (!isOver) endLoop(loop, "stopped_by_user", call.world.nowIso());
        return {
          success: true,
          loop_id,
          status: isOver ? "already_done" : loop.status,
          stop_reason: loop.stop_reason,
          runs_completed: loop.runs.length,
        };
      }),
  }),
];
