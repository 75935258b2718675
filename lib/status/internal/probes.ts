import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { jobTurns } from "../note-job-turn.ts";
import { COMPONENTS, type Check, type Component, type Reason } from "../schema.ts";
import { askDatabase } from "../store.ts";
import { askOwnDoor } from "./ask-own-door.ts";

/** Hosts give up on these addresses after 10 s. */
const LATE_MS = 10_000;
/** The most frequent job comes every 15 s. */
const JOBS_STOPPED_MS = 180_000;
const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });

/** True when the answer is the right one. */
type Probe = (signal: AbortSignal) => Promise<boolean>;

const PROBES: Record<Component, Probe> = {
  async "sign-in"(signal) {
    const { status, text } = await askOwnDoor({ path: "/sign-in", accept: "text/html" }, signal);
    return status === 200 && text.includes("<form");
  },
  async connect(signal) {
    const path = "/.well-known/oauth-authorization-server";
    const { status, text } = await askOwnDoor({ path, accept: "application/json" }, signal);
    return status === 200 && (JSON.parse(text) as { issuer?: unknown }).issuer === getConfig().publicUrl;
  },
  async mcp(signal) {
    const asked = {
      path: "/api/mcp",
      method: "POST",
      accept: "application/json, text/event-stream",
      body: PING,
    } as const;
    const { status, headers } = await askOwnDoor(asked, signal);
    return status === 401 && headers["www-authenticate"]?.includes("resource_metadata=") === true;
  },
  async database() {
    await askDatabase();
    return true;
  },
  jobs: () => Promise.resolve(Date.now() - jobTurns().lastAt < JOBS_STOPPED_MS),
};

/** Looks at every component at once. Never rejects: what goes wrong is the answer. */
export async function probeAll(lateMs = LATE_MS): Promise<Check[]> {
  return await Promise.all(COMPONENTS.map((component) => probe(component, lateMs)));
}

async function probe(component: Component, lateMs: number): Promise<Check> {
  const startedAt = performance.now();
  const late = AbortSignal.timeout(lateMs);
  const reason = await Promise.race([
    PROBES[component](late).then(
      (isRight): Reason | null => (isRight ? null : component === "jobs" ? "stopped" : "wrong"),
      (error: unknown): Reason =>
        late.aborted ? "late" : error instanceof SyntaxError ? "wrong" : "unreachable",
    ),
    new Promise<Reason>((resolve) => late.addEventListener("abort", () => resolve("late"), { once: true })),
  ]);
  return { component, ms: Math.round(performance.now() - startedAt), reason };
}
