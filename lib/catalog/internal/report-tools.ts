import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { READS, SETS, SETS_OUTSIDE } from "./hints.ts";

export const REPORT_TOOLS: readonly DefinitionRow[] = [
  {
    name: "list_reports",
    title: "List reports",
    group: "reports.read",
    hints: READS,
    description: "Lists the reports agents have published. Can be narrowed by agent, kind, time and text.",
    example: { prompt: "Which reports were published in the last 30 days?", input: { hours: 720 } },
  },
  {
    name: "get_report",
    title: "Get report",
    group: "reports.read",
    hints: READS,
    description: "Returns one published report.",
    example: {
      prompt: "What does last week's operations report rep_0003 say?",
      input: { report_id: "rep_0003" },
    },
  },
  {
    name: "get_metrics",
    title: "Get metrics",
    group: "reports.read",
    hints: READS,
    description: "Returns figures an agent has recorded, over a time window.",
    example: {
      prompt: "How many quotes has quote-desk answered a day over the last week?",
      input: { agent: "quote-desk", metric: "quotes_answered", window: "7d" },
    },
  },
  {
    name: "get_fleet_health",
    title: "Fleet health",
    group: "monitoring.read",
    hints: READS,
    description: "Returns the health of all agents this connection can see, in sum and one by one.",
    example: { prompt: "Are all our agents healthy?", input: {} },
  },
  {
    name: "get_agent_health",
    title: "Agent health",
    group: "monitoring.read",
    hints: READS,
    description: "Returns the health of one agent: container, network and recent runs.",
    example: { prompt: "Is report-writer healthy, and if not, why?", input: { agent_name: "report-writer" } },
  },
  {
    name: "get_fleet_sync_audit",
    title: "Fleet sync audit",
    group: "monitoring.read",
    hints: READS,
    description: "Returns which agents' repositories are out of step with GitHub.",
    example: { prompt: "Which agents are out of step with GitHub?", input: {} },
  },
  {
    name: "trigger_health_check",
    title: "Trigger health check",
    group: "monitoring.write",
    hints: SETS,
    description: "Checks an agent's health now and records the result.",
    example: { prompt: "Check the health of parts-finder now.", input: { agent_name: "parts-finder" } },
  },
  {
    name: "get_agent_compatibility_report",
    title: "Agent compatibility report",
    group: "monitoring.write",
    hints: SETS_OUTSIDE,
    description:
      "Checks an agent's files against what the instance expects and returns the findings. The optional AI part is a paid run.",
    verdict: "review",
    reason: "The optional AI check costs money.",
  },
];
