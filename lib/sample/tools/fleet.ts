import { z } from "zod";
import { findParts } from "../answer-message.ts";
import { accessDenied, tool } from "../tool.ts";

export const fleetTools = [
  tool({
    name: "get_fleet_health",
    description: "Get the health of all agents this key can see.",
    audience: "operator",
    input: z.object({}),
    run({ world, caller }) {
      const agents = world.visibleAgents(caller).map(({ name, status }) => {
        const last = world.executions.find((run) => run.agent_name === name);
        const health = status === "stopped" ? "offline" : last?.status === "failed" ? "degraded" : "healthy";
        return { name, status, health, last_run_at: last?.started_at ?? null };
      });
      const total = (wanted: string) => agents.filter(({ health }) => health === wanted).length;
      return {
        summary: { healthy: total("healthy"), degraded: total("degraded"), offline: total("offline") },
        agents,
      };
    },
  }),
  tool({
    name: "get_credential_status",
    description: "List an agent's credential files by name and age, never their contents.",
    audience: "operator",
    input: z.object({ name: z.string() }),
    run({ world, caller }, { name }) {
      const agent = world.findAgent(caller, name);
      return agent ? { agent_name: name, files: agent.credentialFiles } : accessDenied(caller, name);
    },
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
