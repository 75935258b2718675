import { runAtOnce, taskMs } from "./run-task.ts";
import type { World } from "./state.ts";
import type { Agent } from "./world/agents.ts";
import type { Loop, StopReason } from "./world/loops.ts";
import { secondsAfter } from "./world/time.ts";

const ROUND_MS = 2_000;
const PREVIEW_MAX = 200;
const CARRIED_MAX = 2_000;

/** Lets happen what has been due since the last call: rooms that close, reminders, rounds of loops, agents that end. */
export function advanceTime(world: World): void {
  const now = world.nowIso();
  for (const room of world.rooms.values()) {
    if (room.status === "closed" || room.expires_at === null || room.expires_at > now) continue;
    room.status = "closed";
    room.close_reason = "expired";
  }
  for (const reminder of world.reminders.values()) {
    if (reminder.status !== "pending" || reminder.fire_at > now) continue;
    const agent = world.agents.get(reminder.agent_name);
    if (agent?.status !== "running") {
      reminder.status = "failed";
      continue;
    }
    reminder.execution_id = runAtOnce(world, agent, {
      message: reminder.message,
      trigger: "reminder",
    }).execution_id;
    reminder.status = "fired";
  }
  for (const loop of world.loops.values()) advanceLoop(world, loop);
  for (const agent of world.agents.values()) if (hasEnded(agent, now)) world.removeAgent(agent);
}

function hasEnded({ ephemeral }: Agent, now: string): boolean {
  if (ephemeral === null) return false;
  const { expiresAt, runsLeft } = ephemeral;
  return (expiresAt !== null && expiresAt <= now) || (runsLeft !== null && runsLeft <= 0);
}

/** Runs the rounds that are due; limits are looked at between rounds, so that a round is never cut short. */
export function advanceLoop(world: World, loop: Loop): void {
  while (loop.status === "running" && loop.nextRunAt <= world.nowIso()) {
    const agent = world.agents.get(loop.agent_name);
    const ended =
      agent?.status === "running" ? findEnd(loop) : ("agent_unavailable" as const satisfies StopReason);
    if (ended !== null || !agent) {
      endLoop(loop, ended ?? "agent_unavailable", loop.nextRunAt);
      return;
    }
    runRound(world, agent, loop);
    const after = findEnd(loop);
    if (after !== null) endLoop(loop, after, world.nowIso());
  }
}

export function endLoop(loop: Loop, reason: StopReason, at: string): void {
  loop.status =
    reason === "agent_unavailable" ? "failed" : reason === "stopped_by_user" ? "stopped" : "completed";
  loop.stop_reason = reason;
  loop.completed_at = at;
}

function findEnd(loop: Loop): StopReason | null {
  const { runs, stopSignal, lastResponse, maxCostUsd, deadline, noProgressThreshold } = loop;
  if (stopSignal !== null && lastResponse?.includes(stopSignal)) return "stop_signal";
  if (runs.length >= loop.max_runs) return "max_runs";
  if (maxCostUsd !== null && runs.reduce((sum, { cost }) => sum + cost, 0) >= maxCostUsd)
    return "budget_exhausted";
  if (deadline !== null && loop.nextRunAt >= deadline) return "deadline_exceeded";
  return noProgressThreshold > 0 && loop.equalAnswers >= noProgressThreshold ? "no_progress" : null;
}

function runRound(world: World, agent: Agent, loop: Loop): void {
  const number = loop.runs.length + 1;
  const message = loop.message
    .replaceAll("{{run}}", String(number))
    .replaceAll("{{previous_response}}", () => (loop.lastResponse ?? "").slice(-CARRIED_MAX));
  const execution = runAtOnce(world, agent, { message, trigger: "loop" });
  const response = execution.response ?? "";
  loop.equalAnswers = response === loop.lastResponse ? loop.equalAnswers + 1 : 0;
  loop.lastResponse = response;
  loop.runs.push({
    run_number: number,
    execution_id: execution.execution_id,
    status: execution.status,
    response_preview: response.slice(0, PREVIEW_MAX),
    cost: execution.cost_usd,
    duration_ms: execution.duration_ms,
  });
  const roundMs = Math.max(ROUND_MS, taskMs(agent)) + loop.delay_seconds * 1_000;
  loop.nextRunAt = secondsAfter(new Date(loop.nextRunAt), roundMs / 1_000);
}
