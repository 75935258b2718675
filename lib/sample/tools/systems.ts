import { z } from "zod";
import { backendFailure, type Call, requirePerson, tool } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import { effectiveSkills } from "../world/skills.ts";
import type { System } from "../world/systems.ts";

const ByName = z.object({ system_name: z.string() });

function membersOf({ world, caller }: Call, system: System): Agent[] {
  return system.agents.flatMap((name) => world.findAgent(caller, name) ?? []);
}

function findSystem({ world }: Call, name: string): System {
  const system = world.systems.find((one) => one.name === name);
  if (!system) throw backendFailure(404, "System not found");
  return system;
}

/** A name or text as YAML reads it back, whatever it holds. */
const quote = (text: string) => JSON.stringify(text);

function toManifest(call: Call, system: System): string {
  const agents = membersOf(call, system).flatMap((agent) => {
    const schedules = [...call.world.schedules.values()].filter((one) => one.agent_name === agent.name);
    return [
      `  ${agent.name}:`,
      `    template: ${quote(agent.template)}`,
      `    tags: [${agent.tags.map(quote).join(", ")}]`,
      `    skills: [${effectiveSkills(agent).map(quote).join(", ")}]`,
      ...(schedules.length === 0 ? [] : ["    schedules:"]),
      ...schedules.map(
        ({ name, cron_expression: cron, message }) =>
          `      - {name: ${quote(name)}, cron: ${quote(cron)}, message: ${quote(message)}}`,
      ),
    ];
  });
  const head = [`name: ${system.name}`, `description: ${quote(system.description)}`, "agents:"];
  return [...head, ...agents, "permissions:", "  preset: full-mesh", ""].join("\n");
}

function restart(call: Call, system: System): Record<string, unknown> {
  const { world } = call;
  const members = membersOf(call, system);
  const names = members.map(({ name }) => name);
  const interrupted = world.executions.filter(
    ({ agent_name, completed_at }) => completed_at === null && names.includes(agent_name),
  );
  for (const run of interrupted) {
    run.status = "cancelled";
    run.completed_at = world.nowIso();
  }
  for (const agent of members) {
    agent.status = "running";
    agent.started_at = world.nowIso();
    agent.restarts += 1;
  }
  system.restarted_at = world.nowIso();
  return { system_name: system.name, restarted: names, failed: [], runs_interrupted: interrupted.length };
}

export const systemTools = [
  tool({
    name: "list_systems",
    description: "List the systems, each a group of agents deployed together.",
    audience: "operator",
    input: z.object({}),
    run: (call) => ({
      systems: call.world.systems.map((system) => {
        const members = membersOf(call, system);
        return {
          name: system.name,
          description: system.description,
          agent_count: members.length,
          agents: members.map(({ name, status, template }) => ({ name, status, template })),
          restarted_at: system.restarted_at,
        };
      }),
    }),
  }),
  tool({
    name: "get_system_manifest",
    description: "Get the YAML description of a system as it is now.",
    audience: "operator",
    input: ByName,
    run: (call, { system_name }) => ({
      system_name,
      format: "yaml",
      manifest: toManifest(call, findSystem(call, system_name)),
    }),
  }),
  tool({
    name: "restart_system",
    description: "Restart all agents of a system and interrupt what they are doing.",
    audience: "operator",
    input: ByName,
    run(call, { system_name }) {
      requirePerson(call);
      return restart(call, findSystem(call, system_name));
    },
  }),
];
