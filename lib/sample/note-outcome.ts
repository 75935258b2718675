import { keepNewest, type World } from "./state.ts";
import type { Agent } from "./world/agents.ts";
import type { Execution } from "./world/executions.ts";
import { addInstance } from "./world/pipelines.ts";
import { touchFile } from "./world/repositories.ts";

const QUEUE_MAX = 500;
const REPORTS_MAX = 500;
const PREVIEW_MAX = 300;

/** What a finished run leaves elsewhere: an alert, a file, a report, one life less of an agent that has few. */
export function noteOutcome(world: World, agent: Agent, execution: Execution): void {
  const response = execution.response ?? "";
  if (agent.behaviour === "triage" && response.startsWith("Priority P0")) raiseAlert(world, agent, execution);
  if (agent.behaviour === "report")
    touchFile(agent.repository, `reports/${execution.started_at.slice(0, 10)}.md`);
  if (agent.behaviour === "report" && execution.triggered_by === "schedule") publish(world, agent, execution);
  if (agent.ephemeral?.runsLeft != null) agent.ephemeral.runsLeft -= 1;
}

function raiseAlert(world: World, agent: Agent, { message }: Execution): void {
  const item = {
    id: world.nextId("ask"),
    agent_name: agent.name,
    type: "alert",
    status: "pending",
    priority: "critical",
    title: "Incident of priority P0",
    question: message.slice(0, PREVIEW_MAX),
    options: [],
    response: null,
    created_at: world.nowIso(),
  } as const;
  keepNewest(world.queue, { ...item, options: [] }, QUEUE_MAX);
}

function publish(world: World, agent: Agent, execution: Execution): void {
  const report = {
    report_id: world.nextId("rep"),
    agent_name: agent.name,
    report_type: "ops.weekly_summary",
    title: `Summary of ${execution.started_at.slice(0, 10)}`,
    display_hint: "markdown" as const,
    payload: { markdown: (execution.response ?? "").slice(0, 4_000) },
    created_at: world.nowIso(),
  };
  keepNewest(world.reports, report, REPORTS_MAX);
  for (const pipeline of agent.pipelines) addInstance(pipeline, world.nowIso());
}
