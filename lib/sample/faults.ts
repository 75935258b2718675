import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

/** What POST /_test/faults takes; an empty object ends every fault. */
export const FaultSchema = z.strictObject({
  latencyMs: z.number().int().min(0).max(600_000).optional(),
  status: z.union([z.literal(401), z.literal(500)]).optional(),
  hang: z.boolean().optional(),
  garbage: z.boolean().optional(),
  tool: z.string().optional(),
});
export type Fault = z.infer<typeof FaultSchema>;

export type CallCount = { started: number; completed: number; cancelled: number };

/** Faults a test has switched on, and how many tool calls ran, completed and were cancelled. */
export class Faults {
  #fault: Fault = {};
  #release = new AbortController();
  readonly #counts = new Map<string, CallCount>();

  set(fault: Fault): void {
    this.#fault = fault;
    this.#release.abort();
    this.#release = new AbortController();
  }

  count(tool: string): CallCount {
    const count = this.#counts.get(tool) ?? { started: 0, completed: 0, cancelled: 0 };
    this.#counts.set(tool, count);
    return count;
  }

  counts(): { total: CallCount; tools: Record<string, CallCount> } {
    const total = { started: 0, completed: 0, cancelled: 0 };
    for (const count of this.#counts.values()) {
      total.started += count.started;
      total.completed += count.completed;
      total.cancelled += count.cancelled;
    }
    return { total, tools: Object.fromEntries(this.#counts) };
  }

  reset(): void {
    this.set({});
    this.#counts.clear();
  }

  /** Faults of every HTTP request to /mcp. Throws the Response to send instead of the real answer. */
  async beforeRequest(): Promise<void> {
    const fault = this.#fault;
    if (fault.tool !== undefined) return;
    await this.#wait(fault);
    if (fault.garbage)
      throw new Response("<html>502 Bad Gateway", { status: 200, headers: { "content-type": "text/html" } });
    if (fault.status === 401) throw jsonRpcFailure(401, "Invalid API key");
    if (fault.status === 500) throw jsonRpcFailure(500, "Internal Server Error");
  }

  /** Faults of one tool, inside the call: what Trinity shows when its backend is slow, down or broken. */
  async beforeTool(tool: string, signal: AbortSignal): Promise<string | null> {
    const fault = this.#fault;
    if (fault.tool !== tool) return null;
    await this.#wait(fault, signal);
    if (fault.status === 401)
      throw new Error('API error (401): {"detail":"Invalid authentication credentials"}');
    if (fault.status === 500) throw new Error("API error (500): Internal Server Error");
    return fault.garbage ? '{"agents": [ {"name": \u0000' : null;
  }

  async #wait(fault: Fault, signal?: AbortSignal): Promise<void> {
    const release = this.#release.signal;
    const ends = signal ? AbortSignal.any([signal, release]) : release;
    if (fault.latencyMs) await delay(fault.latencyMs, undefined, { signal: ends }).catch(() => undefined);
    if (fault.hang && !ends.aborted) {
      await new Promise<void>((resolve) => ends.addEventListener("abort", () => resolve(), { once: true }));
    }
    signal?.throwIfAborted();
  }
}

function jsonRpcFailure(status: 401 | 500, message: string): Response {
  return Response.json({ jsonrpc: "2.0", error: { code: -32000, message }, id: null }, { status });
}
