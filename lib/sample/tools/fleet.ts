import { z } from "zod";
import { findParts } from "../answer-message.ts";
import type { World } from "../state.ts";
import { requirePerson, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import { toSyncState } from "./git.ts";

const RECENT_RUNS = 20;
const ByAgent = z.object({ agent_name: z.string() });

function runsOf({ executions }: World, { name }: Agent) {
  return executions.filter((run) => run.agent_name === name);
}

function healthOf(world: World, agent: Agent): "healthy" | "degraded" | "offline" {
  if (agent.status === "stopped") return "offline";
  return runsOf(world, agent)[0]?.status === "failed" ? "degraded" : "healthy";
}

function issuesOf(world: World, agent: Agent): string[] {
  const health = healthOf(world, agent);
  if (health === "offline") return ["The container is stopped"];
  return health === "degraded" ? ["The latest run failed"] : [];
}

/** Figures follow from the agent's name, so that they are the same at every start. */
function toHealth(world: World, agent: Agent): Record<string, unknown> {
  const isUp = agent.status === "running";
  const size = Array.from(agent.name, (letter) => letter.codePointAt(0) ?? 0).reduce((a, b) => a + b, 0);
  const runs = runsOf(world, agent).slice(0, RECENT_RUNS);
  const failed = runs.filter(({ status }) => status === "failed").length;
  return {
    success: true,
    agent_name: agent.name,
    aggregate_status: healthOf(world, agent),
    last_check_at: agent.last_check_at,
    docker: {
      container_status: isUp ? "running" : "exited",
      cpu_percent: isUp ? (size % 40) / 10 : 0,
      memory_mb: isUp ? 200 + (size % 300) : 0,
      restart_count: agent.restarts,
      oom_killed: false,
    },
    network: { reachable: isUp, latency_ms: isUp ? 3 + (size % 9) : null },
    business: {
      runtime_available: isUp,
      active_execution_count: runs.filter(({ completed_at }) => completed_at === null).length,
      recent_error_rate: runs.length === 0 ? 0 : Number((failed / runs.length).toFixed(2)),
    },
    running_since: agent.started_at,
    issues: issuesOf(world, agent),
  };
}

export const fleetTools = [
  tool({
    name: "get_fleet_health",
    description: "Get the health of all agents this key can see.",
    audience: "operator",
    input: z.object({}),
    run({ world, caller }) {
      const agents = world.visibleAgents(caller).map((agent) => ({
        name: agent.name,
        status: agent.status,
        health: healthOf(world, agent),
        last_run_at: runsOf(world, agent)[0]?.started_at ?? null,
        last_check_at: agent.last_check_at,
      }));
      const total = (wanted: string) => agents.filter(({ health }) => health === wanted).length;
      return {
        summary: { healthy: total("healthy"), degraded: total("degraded"), offline: total("offline") },
        agents,
      };
    },
  }),
  tool({
    name: "get_agent_health",
    description: "Get the health of one agent: container, network and recent runs.",
    audience: "operator",
    input: ByAgent,
    run: (call, { agent_name }) => withAgent(call, agent_name, (agent) => toHealth(call.world, agent)),
  }),
  tool({
    name: "trigger_health_check",
    description: "Check an agent's health now.",
    audience: "operator",
    input: ByAgent,
    run(call, { agent_name }) {
      requirePerson(call);
      return withAgent(call, agent_name, (agent) => {
        agent.last_check_at = call.world.nowIso();
        const status = healthOf(call.world, agent);
        return {
          success: true,
          agent_name,
          aggregate_status: status,
          last_check_at: agent.last_check_at,
          issues: issuesOf(call.world, agent),
          message: `Health check completed for ${agent_name}. Status: ${status}`,
        };
      });
    },
  }),
  tool({
    name: "get_fleet_sync_audit",
    description: "Get which agents' repositories are out of step with GitHub.",
    audience: "operator",
    input: z.object({}),
    run({ world, caller }) {
      const agents = world.visibleAgents(caller).map(toSyncState);
      const total = (wanted: string) => agents.filter(({ state }) => state === wanted).length;
      return {
        summary: {
          green: total("green"),
          yellow: total("yellow"),
          red: total("red"),
          not_set_up: total("unknown"),
        },
        agents,
      };
    },
  }),
  tool({
    name: "get_credential_status",
    description: "List an agent's credential files by name and age, never their contents.",
    audience: "operator",
    input: z.object({ name: z.string() }),
    run: (call, { name }) =>
      withAgent(call, name, ({ credentialFiles }) => ({ agent_name: name, files: credentialFiles })),
  }),
  // Acme's own addition: no Trinity has it, so no catalogue of Trinity's tools can know it.
  tool({
    name: "acme_stock_level",
    description: "Look up the warehouse stock of a spare part by number or name.",
    audience: "operator",
    input: z.object({ part: z.string() }),
    run: (_call, { part }) => ({ part, matches: findParts(part) }),
  }),
];
