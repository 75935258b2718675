import { setTimeout as delay } from "node:timers/promises";
import { answerMessage } from "./answer-message.ts";
import type { Agent, Execution, World } from "./state.ts";
import type { Call } from "./tool.ts";

/** Trinity answers a chat that takes longer with a receipt, and the run goes on. */
const CHAT_TIMEOUT_MS = 25_000;
const SLOW_SECONDS = 20;
const TICK_MS = 500;

export type ChatInput = { message: string; async: boolean; timeout_seconds?: number | undefined };

/**
 * Gives an agent a message and waits for the answer. A slow agent takes `timeout_seconds`, or 20 s, and reports progress;
 * a call cancelled meanwhile ends the run. Past 25 s the result is a receipt (`queued_timeout`) and the run goes on.
 */
export async function runChat(call: Call, agent: Agent, input: ChatInput): Promise<Record<string, unknown>> {
  const { world } = call;
  const execution = world.startExecution(agent.name, input.message);
  world.remember(agent.name, "user", input.message);
  const durationMs = agent.behaviour === "simulate" ? (input.timeout_seconds ?? SLOW_SECONDS) * 1_000 : 0;

  if (input.async) {
    void finishLater(world, agent, execution, durationMs);
    return receipt("accepted", execution);
  }
  try {
    await waitWithProgress(call, Math.min(durationMs, CHAT_TIMEOUT_MS));
  } catch (error) {
    execution.status = "cancelled";
    execution.completed_at = new Date().toISOString();
    throw error;
  }
  if (durationMs > CHAT_TIMEOUT_MS) {
    void finishLater(world, agent, execution, durationMs - CHAT_TIMEOUT_MS);
    return receipt("queued_timeout", execution);
  }
  return {
    response: finish(world, agent, execution),
    execution_id: execution.execution_id,
    agent: agent.name,
    duration_ms: execution.duration_ms,
    cost_usd: execution.cost_usd,
  };
}

function receipt(status: string, { execution_id, agent_name }: Execution): Record<string, unknown> {
  return { status, execution_id, agent_name, poll_with: "get_execution_result" };
}

function finish(world: World, agent: Agent, execution: Execution): string {
  const response = answerMessage(agent.name, agent.behaviour, execution.message);
  const endedAt = new Date();
  execution.status = "success";
  execution.response = response;
  execution.completed_at = endedAt.toISOString();
  execution.duration_ms = endedAt.getTime() - new Date(execution.started_at).getTime();
  execution.cost_usd = Number((0.001 + execution.message.length / 1_000_000).toFixed(6));
  world.remember(agent.name, "assistant", response);
  return response;
}

async function finishLater(world: World, agent: Agent, execution: Execution, waitMs: number): Promise<void> {
  await delay(waitMs, undefined, { ref: false });
  finish(world, agent, execution);
}

async function waitWithProgress({ signal, progress }: Call, durationMs: number): Promise<void> {
  const total = Math.ceil(durationMs / TICK_MS);
  for (let done = 0; done < total; done += 1) {
    await delay(Math.min(TICK_MS, durationMs - done * TICK_MS), undefined, { signal });
    await progress(done + 1, total);
  }
}
