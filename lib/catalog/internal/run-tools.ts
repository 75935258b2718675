import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { READS } from "./hints.ts";

export const RUN_TOOLS: readonly DefinitionRow[] = [
  {
    name: "list_recent_executions",
    title: "List recent executions",
    group: "runs.read",
    hints: READS,
    description:
      "Lists the latest runs of an agent, newest first, with status, trigger, duration and cost. Can be narrowed by status.",
    example: {
      prompt: "What were the last five runs of support-triage?",
      input: { agent_name: "support-triage", limit: 5 },
    },
  },
  {
    name: "get_execution_result",
    title: "Get execution result",
    group: "runs.read",
    hints: READS,
    description:
      "Returns the state and the result of one run of an agent, and its log if asked for. For runs that were started without waiting.",
    example: {
      prompt: "What did support-triage say about arm 7 in run 00000000-0000-4000-8000-000000000004?",
      input: { agent_name: "support-triage", execution_id: "00000000-0000-4000-8000-000000000004" },
    },
  },
  {
    name: "get_fan_out_result",
    title: "Get fan-out result",
    group: "runs.read",
    hints: READS,
    description: "Returns the state and the results of a fan-out.",
    example: {
      prompt: "What came out of the fan-out fan_0001 of parts-finder?",
      input: { agent_name: "parts-finder", fan_out_id: "fan_0001" },
    },
  },
  {
    name: "get_loop_status",
    title: "Get loop status",
    group: "runs.read",
    hints: READS,
    description: "Returns how far a loop has come and what its rounds answered.",
    example: { prompt: "What did the rounds of loop_0002 answer?", input: { loop_id: "loop_0002" } },
  },
  {
    name: "get_agent_activity_summary",
    title: "Agent activity summary",
    group: "runs.read",
    hints: READS,
    description: "Summarises what an agent has done over the last hours: runs, outcomes, cost.",
    example: {
      prompt: "What has support-triage done in the last two days, and what did it cost?",
      input: { agent_name: "support-triage", hours: 48 },
    },
  },
  {
    name: "search_executions",
    title: "Search executions",
    group: "runs.read",
    hints: READS,
    description: "Searches the runs of the fleet by text, agent, status, trigger and time.",
    example: {
      prompt: "Find every run of the last week that mentions arm 7.",
      input: { query: "arm 7", hours: 168 },
    },
  },
  {
    name: "get_schedule_executions",
    title: "Schedule executions",
    group: "runs.read",
    hints: READS,
    description: "Lists the runs one schedule has started.",
    example: {
      prompt: "Which runs has the morning incident sweep of support-triage started?",
      input: { agent_name: "support-triage", schedule_id: "sch_0002" },
    },
  },
  {
    name: "get_agent_logs",
    title: "Get agent logs",
    group: "logs.read",
    hints: READS,
    description: "Returns the last lines of an agent's container log.",
    verdict: "review",
    reason: "Raw logs can hold secrets and personal data.",
  },
];
