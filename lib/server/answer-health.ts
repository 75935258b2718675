import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { answerText } from "./answer-text.ts";

/** Resolves when the database takes a write and gives it back; rejects otherwise. */
export type Probe = () => Promise<void>;

const PROBE_MS_MAX = 2000;

async function isReady(probe: Probe, draining: AbortSignal): Promise<boolean> {
  if (draining.aborted) return false;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new Error("too late")), PROBE_MS_MAX);
  });
  try {
    await Promise.race([probe(), tooLate]);
    return true;
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** `/healthz`: the process answers. `/readyz`: send it traffic, or (503) not now. */
export async function answerHealth(
  request: IncomingMessage,
  response: ServerResponse,
  { probe, draining }: { probe: Probe; draining: AbortSignal },
): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") return answerText(response, 405, "Use GET.");
  if (request.url?.startsWith("/healthz")) return answerText(response, 200, "alive");
  const isUp = await isReady(probe, draining);
  answerText(response, isUp ? 200 : 503, isUp ? "ready" : "not ready");
}
