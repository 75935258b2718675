import { setTimeout as delay } from "node:timers/promises";
import { answerMessage } from "./answer-message.ts";
import { noteOutcome } from "./note-outcome.ts";
import type { World } from "./state.ts";
import type { Call } from "./tool.ts";
import type { Agent } from "./world/agents.ts";
import type { Execution, Trigger } from "./world/executions.ts";

/** Trinity answers a chat that takes longer with a receipt, and the run goes on. */
export const CHAT_TIMEOUT_MS = 25_000;
const SLOW_SECONDS = 20;
const SLOW_SECONDS_MAX = 3_600;
const TICK_MS = 500;

export type ChatInput = { message: string; async: boolean; timeout_seconds?: number | undefined };

/** What Trinity answers while an agent's capacity is used up. */
export const BUSY = { status: "agent_busy", retry_after_seconds: 30 } as const;

/** How long an agent works on a task; only one that simulates takes any time. */
export function taskMs(agent: Agent, timeoutSeconds = SLOW_SECONDS): number {
  if (agent.behaviour !== "simulate") return 0;
  return Math.min(Math.max(0, timeoutSeconds), SLOW_SECONDS_MAX) * 1_000;
}

/**
 * Gives an agent a message and waits for the answer. A slow agent takes `timeout_seconds`, or 20 s, and reports progress;
 * a call cancelled meanwhile ends the run. Past 25 s the result is a receipt (`queued_timeout`) and the run goes on.
 */
export async function runChat(
  call: Call,
  agent: Agent,
  input: ChatInput,
  trigger: Trigger = "mcp",
): Promise<Record<string, unknown>> {
  const { world } = call;
  if (world.isBusy()) return BUSY;
  const execution = world.startExecution(agent.name, input.message, trigger);
  world.remember(agent, "user", execution.message);
  const durationMs = taskMs(agent, input.timeout_seconds);
  const goOn = async (waitMs: number) =>
    world.remember(agent, "assistant", await finishLater(world, agent, execution, waitMs));

  if (input.async) {
    void goOn(durationMs);
    return receipt("accepted", execution);
  }
  try {
    await waitWithProgress(call, Math.min(durationMs, CHAT_TIMEOUT_MS));
  } catch (error) {
    cancel(world, execution);
    throw error;
  }
  if (durationMs > CHAT_TIMEOUT_MS) {
    void goOn(durationMs - CHAT_TIMEOUT_MS);
    return receipt("queued_timeout", execution);
  }
  const response = finish(world, agent, execution);
  world.remember(agent, "assistant", response);
  return {
    response,
    execution_id: execution.execution_id,
    agent: agent.name,
    duration_ms: execution.duration_ms,
    cost_usd: execution.cost_usd,
  };
}

/** A run that is over when this returns, whatever the agent. */
export function runAtOnce(
  world: World,
  agent: Agent,
  task: { message: string; trigger: Trigger; scheduleId?: string },
): Execution {
  const execution = world.startExecution(agent.name, task.message, task.trigger);
  if (task.scheduleId !== undefined) execution.schedule_id = task.scheduleId;
  finish(world, agent, execution);
  return execution;
}

/** Answers the run's message and puts down what that took. A run that was cancelled meanwhile stays so. */
export function finish(world: World, agent: Agent, execution: Execution): string {
  const response = answerMessage(agent.name, agent.behaviour, execution.message);
  if (execution.status === "cancelled") return response;
  const endedAt = world.now();
  execution.status = "success";
  execution.response = response;
  execution.completed_at = endedAt.toISOString();
  execution.duration_ms = endedAt.getTime() - new Date(execution.started_at).getTime();
  execution.cost_usd = Number((0.001 + execution.message.length / 1_000_000).toFixed(6));
  noteOutcome(world, agent, execution);
  return response;
}

/** Finishes the run after a while. The process does not wait for that. */
export async function finishLater(
  world: World,
  agent: Agent,
  execution: Execution,
  waitMs: number,
): Promise<string> {
  await delay(waitMs, undefined, { ref: false });
  return finish(world, agent, execution);
}

export function cancel(world: World, execution: Execution): void {
  if (execution.completed_at !== null) return;
  execution.status = "cancelled";
  execution.completed_at = world.nowIso();
}

/** Waits, reporting progress twice a second; rejects when the call is cancelled. */
export async function waitWithProgress({ signal, progress }: Call, durationMs: number): Promise<void> {
  const total = Math.ceil(durationMs / TICK_MS);
  for (let done = 0; done < total; done += 1) {
    await delay(Math.min(TICK_MS, durationMs - done * TICK_MS), undefined, { signal });
    await progress(done + 1, total);
  }
}

function receipt(status: string, { execution_id, agent_name }: Execution): Record<string, unknown> {
  return { status, execution_id, agent_name, poll_with: "get_execution_result" };
}
