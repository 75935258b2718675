import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ACTS, READS, REPLACES } from "./hints.ts";

export const SYSTEM_TOOLS: readonly DefinitionRow[] = [
  {
    name: "list_systems",
    title: "List systems",
    group: "systems.read",
    hints: READS,
    description: "Lists the systems, each a group of agents deployed together.",
    example: { prompt: "Which systems are deployed, and which agents belong to each?", input: {} },
  },
  {
    name: "get_system_manifest",
    title: "Get system manifest",
    group: "systems.read",
    hints: READS,
    description: "Returns the YAML description of a deployed system.",
    example: {
      prompt: "Show me the manifest of the field-service system.",
      input: { system_name: "field-service" },
    },
  },
  {
    name: "restart_system",
    title: "Restart system",
    group: "systems.destructive",
    hints: REPLACES,
    description: "Restarts all agents of a system and interrupts what they are doing.",
    example: { prompt: "Restart the sales-office system.", input: { system_name: "sales-office" } },
  },
  {
    name: "deploy_system",
    title: "Deploy system",
    group: "systems.destructive",
    hints: ACTS,
    description: "Creates all agents of a system from a YAML description. A dry run shows what would happen.",
    verdict: "review",
    reason: "Creates and changes many agents in one step.",
  },
  {
    name: "teardown_system",
    title: "Tear down system",
    group: "systems.destructive",
    hints: REPLACES,
    description:
      "Deletes the agents of a system. A dry run, which is the default, shows what would be deleted.",
    verdict: "review",
    reason: "Deletes many agents in one step.",
  },
];
