import type { FastMCP } from "fastmcp";
import type { z } from "zod";
import { advanceTime } from "./advance-time.ts";
import type { Faults } from "./faults.ts";
import type { Caller } from "./keys.ts";
import type { World } from "./state.ts";
import type { Agent } from "./world/agents.ts";

export type Server = FastMCP<Caller>;
/** `people` are the operators that are no agent. */
export type Audience = "operator" | "people" | "connector";

export type Call = {
  caller: Caller;
  world: World;
  signal: AbortSignal;
  progress: (done: number, total: number) => Promise<void>;
};

/** One tool of the instance. Trinity gives no title, no annotations and no output schema, so neither do we. */
export type SampleTool<Shape extends z.ZodObject = z.ZodObject> = {
  name: string;
  description: string;
  audience: Audience;
  input: Shape;
  run: (call: Call, input: z.output<Shape>) => unknown;
};

/** Keeps the input's type while the tools of a family stand in one list. */
export function tool<Shape extends z.ZodObject>(definition: SampleTool<Shape>): SampleTool {
  return definition as unknown as SampleTool;
}

/** The refusal Trinity sends as an ordinary result, the same for an agent that is hidden and one that is not there. */
export function accessDenied(caller: Caller, target: string): Record<string, string> {
  return {
    error: "Access denied",
    reason: `Agent '${target}' not found or not accessible`,
    caller: caller.agentName ?? caller.userId,
    target,
  };
}

/** What Trinity's MCP server throws when its backend answers 4xx; fastmcp turns it into an `isError` result. */
export function backendFailure(status: number, detail: string): Error {
  return new Error(`API error (${status}): ${JSON.stringify({ detail })}`);
}

/** Runs with an agent the key may see, or answers with the refusal. */
export function withAgent(call: Call, name: string, run: (agent: Agent) => unknown): unknown {
  const agent = call.world.findAgent(call.caller, name);
  return agent ? run(agent) : accessDenied(call.caller, name);
}

/** The agent a tool means when none is named: an agent's key means itself, others have to say. */
export function resolveAgentName({ caller }: Call, name: string | undefined): string {
  if (name !== undefined) return name;
  if (caller.scope === "agent" && caller.agentName !== undefined) return caller.agentName;
  throw new Error("agent_name is required. Use an agent-scoped MCP key or pass agent_name.");
}

/** Trinity keeps some tools from the keys of agents. */
export function requirePerson({ caller }: Call): void {
  if (caller.scope === "agent") throw backendFailure(403, "Agents may not do this");
}

/** A limit on what one call may bring, so that lists of limited length have a limited size. */
const ARGUMENTS_MAX = 128 * 1024;

function isFor({ scope }: Caller, audience: Audience): boolean {
  if (scope === "connector" || audience === "connector") return scope === audience;
  return audience === "operator" || scope !== "agent";
}

/** Puts the tools on the server, each seen only by the key scopes of its audience, counted, and open to faults. */
export function addTools(server: Server, world: World, faults: Faults, tools: readonly SampleTool[]): void {
  for (const { name, description, audience, input, run } of tools) {
    server.addTool({
      name,
      description,
      parameters: input,
      canAccess: (caller) => isFor(caller, audience),
      async execute(args, { session, signal, reportProgress }) {
        if (!session) throw new Error("No session");
        const count = faults.count(name);
        count.started += 1;
        try {
          const broken = await faults.beforeTool(name, signal);
          const call: Call = {
            caller: session,
            world,
            signal,
            progress: (progress, total) => reportProgress({ progress, total }),
          };
          if (JSON.stringify(args).length > ARGUMENTS_MAX)
            throw backendFailure(413, "Request body too large");
          advanceTime(world);
          const result = broken ?? JSON.stringify(await run(call, args), null, 2);
          count.completed += 1;
          return result;
        } catch (error) {
          if (signal.aborted) count.cancelled += 1;
          throw error;
        }
      },
    });
  }
}
