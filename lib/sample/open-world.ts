import { advanceTime } from "./advance-time.ts";
import type { Caller } from "./keys.ts";
import { sampleTools } from "./start-sample.ts";
import { World } from "./state.ts";

/** For this room's tests: a fresh instance without its server, at a time that stands still until it is moved on. */
export function openWorld() {
  let now = new Date("2026-03-02T09:00:00Z");
  const world = new World(() => now);
  const tools = new Map(sampleTools(world).map((tool) => [tool.name, tool]));
  const wait = (seconds: number): void => {
    now = new Date(now.getTime() + seconds * 1_000);
  };
  /** The result as text, for what it is to say or not to say. */
  const call = async (
    name: string,
    args: Record<string, unknown> = {},
    caller: Caller = ADMIN,
  ): Promise<string> => {
    const tool = tools.get(name);
    if (!tool) throw new Error(`no tool ${name}`);
    advanceTime(world);
    const run = { caller, world, signal: new AbortController().signal, progress: async () => undefined };
    return JSON.stringify(await tool.run(run, tool.input.parse(args)));
  };
  return { world, wait, call };
}

const ADMIN: Caller = { scope: "user", userId: "admin", email: "", keyName: "admin", keyId: "key_1" };
export const MARIA: Caller = { ...ADMIN, userId: "maria", keyName: "maria", keyId: "key_2" };
export const TRIAGE: Caller = { ...ADMIN, scope: "agent", agentName: "support-triage", keyName: "triage" };
