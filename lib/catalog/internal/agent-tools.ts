import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ADDS_OUTSIDE, CHANGES, READS, REPLACES, SETS } from "./hints.ts";

export const AGENT_TOOLS: readonly DefinitionRow[] = [
  {
    name: "list_agents",
    title: "List agents",
    group: "agents.read",
    hints: READS,
    description:
      "Lists the agents this connection can see, with type, status, owner, template and tags. For an overview, or to find the exact name of an agent.",
    example: { prompt: "Which agents do we have, and which of them are stopped?", input: {} },
  },
  {
    name: "get_agent",
    title: "Get agent",
    group: "agents.read",
    hints: READS,
    description: "Returns one agent by name: status, template, owner, tags and set-up.",
    example: { prompt: "How is the agent quote-desk set up?", input: { name: "quote-desk" } },
  },
  {
    name: "get_agent_info",
    title: "Get agent template info",
    group: "agents.read",
    hints: READS,
    description:
      "Returns what an agent's template says about it: purpose, capabilities, commands and requirements.",
    example: {
      prompt: "What is support-triage for, and which commands does it know?",
      input: { name: "support-triage" },
    },
  },
  {
    name: "list_tags",
    title: "List tags",
    group: "agents.read",
    hints: READS,
    description: "Lists all tags in use and how many agents carry each.",
    example: { prompt: "Which tags do we use, and how many agents carry each?", input: {} },
  },
  {
    name: "get_agent_tags",
    title: "Get agent tags",
    group: "agents.read",
    hints: READS,
    description: "Lists the tags of one agent.",
    example: { prompt: "Which tags does parts-finder carry?", input: { agent_name: "parts-finder" } },
  },
  {
    name: "list_agent_pipelines",
    title: "List pipelines",
    group: "agents.read",
    hints: READS,
    description: "Lists the pipelines an agent defines.",
    example: { prompt: "Which pipelines does report-writer have?", input: { agent_name: "report-writer" } },
  },
  {
    name: "get_agent_pipeline_state",
    title: "Pipeline state",
    group: "agents.read",
    hints: READS,
    description: "Returns how far a pipeline of an agent has come.",
    example: {
      prompt: "How far has this week's report pipeline of report-writer come?",
      input: { agent_name: "report-writer", pipeline_id: "weekly-report" },
    },
  },
  {
    name: "create_agent",
    title: "Create agent",
    group: "agents.write",
    hints: ADDS_OUTSIDE,
    description:
      "Creates an agent, from a template or a GitHub repository if one is named, and starts it. Takes computing resources until the agent is stopped or deleted.",
    example: {
      prompt: "Create an agent called invoice-clerk from the quote desk template.",
      input: { name: "invoice-clerk", template: "local:quote-desk" },
    },
  },
  {
    name: "start_agent",
    title: "Start agent",
    group: "agents.write",
    hints: SETS,
    description: "Starts a stopped agent. An agent that already runs stays as it is.",
    example: { prompt: "Start night-watch for tonight's shift.", input: { name: "night-watch" } },
  },
  {
    name: "tag_agent",
    title: "Tag agent",
    group: "agents.write",
    hints: SETS,
    description: "Adds one tag to an agent and keeps the others.",
    example: {
      prompt: "Tag quote-desk with key-account.",
      input: { agent_name: "quote-desk", tag: "key-account" },
    },
  },
  {
    name: "rename_agent",
    title: "Rename agent",
    group: "agents.destructive",
    hints: CHANGES,
    description:
      "Gives an agent a new name. The agent stops for a moment, and whatever refers to the old name no longer finds it.",
    example: {
      prompt: "Rename returns-clerk to returns-desk.",
      input: { name: "returns-clerk", new_name: "returns-desk" },
    },
  },
  {
    name: "stop_agent",
    title: "Stop agent",
    group: "agents.destructive",
    hints: REPLACES,
    description: "Stops a running agent and interrupts what it is doing. Its data is kept.",
    example: {
      prompt: "Stop showroom-guide, the showroom is closed today.",
      input: { name: "showroom-guide" },
    },
  },
  {
    name: "delete_agent",
    title: "Delete agent",
    group: "agents.destructive",
    hints: REPLACES,
    description:
      "Deletes an agent together with its schedules. Durable agents can be restored by an administrator for a limited time; ephemeral ones are gone.",
    example: { prompt: "Delete fair-guide, the trade fair is over.", input: { name: "fair-guide" } },
  },
  {
    name: "untag_agent",
    title: "Untag agent",
    group: "agents.destructive",
    hints: REPLACES,
    description: "Removes one tag from an agent.",
    example: {
      prompt: "Take the tag warehouse off parts-finder.",
      input: { agent_name: "parts-finder", tag: "warehouse" },
    },
  },
  {
    name: "set_agent_tags",
    title: "Set agent tags",
    group: "agents.destructive",
    hints: REPLACES,
    description: "Replaces all tags of an agent by the given list.",
    example: {
      prompt: "Give support-triage exactly the tags support and first-line.",
      input: { agent_name: "support-triage", tags: ["support", "first-line"] },
    },
  },
  {
    name: "deploy_local_agent",
    title: "Deploy local agent",
    group: "agents.destructive",
    hints: CHANGES,
    description:
      "Deploys an agent from an uploaded archive. An agent of the same name is stopped and replaced by the new version.",
    verdict: "review",
    reason: "A base64 archive passes through the conversation, and a running agent can be replaced.",
  },
  {
    name: "export_agent_data",
    title: "Export agent data",
    group: "data.read",
    hints: READS,
    description: "Returns an agent's stored data as a base64 archive.",
    verdict: "review",
    reason: "The archive can be very large and hold anything the agent has stored.",
  },
  {
    name: "import_agent_data",
    title: "Import agent data",
    group: "data.destructive",
    hints: REPLACES,
    description: "Replaces an agent's stored data by an uploaded base64 archive.",
    verdict: "review",
    reason: "Overwrites runtime data from an archive that passes through the conversation.",
  },
];
