import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import {
  ACTS,
  ADDS_OUTSIDE,
  ASKS_OUTSIDE,
  CHANGES,
  READS,
  REPLACES,
  REPLACES_OUTSIDE,
  SETS,
} from "./hints.ts";

export const AGENT_TOOLS: readonly DefinitionRow[] = [
  {
    name: "list_agents",
    title: "List agents",
    group: "agents.read",
    hints: READS,
    description:
      "Lists the agents this connection can see, with type, status, owner, template and tags. For an overview, or to find the exact name of an agent.",
  },
  {
    name: "get_agent",
    title: "Get agent",
    group: "agents.read",
    hints: READS,
    description: "Returns one agent by name: status, template, owner, tags and set-up.",
  },
  {
    name: "get_agent_info",
    title: "Get agent template info",
    group: "agents.read",
    hints: READS,
    description:
      "Returns what an agent's template says about it: purpose, capabilities, commands and requirements.",
  },
  {
    name: "list_tags",
    title: "List tags",
    group: "agents.read",
    hints: READS,
    description: "Lists all tags in use and how many agents carry each.",
  },
  {
    name: "get_agent_tags",
    title: "Get agent tags",
    group: "agents.read",
    hints: READS,
    description: "Lists the tags of one agent.",
  },
  {
    name: "list_agent_pipelines",
    title: "List pipelines",
    group: "agents.read",
    hints: READS,
    description: "Lists the pipelines an agent defines.",
  },
  {
    name: "get_agent_pipeline_state",
    title: "Pipeline state",
    group: "agents.read",
    hints: READS,
    description: "Returns how far a pipeline of an agent has come.",
  },
  {
    name: "create_agent",
    title: "Create agent",
    group: "agents.write",
    hints: ADDS_OUTSIDE,
    description:
      "Creates an agent, from a template or a GitHub repository if one is named, and starts it. Takes computing resources until the agent is stopped or deleted.",
  },
  {
    name: "start_agent",
    title: "Start agent",
    group: "agents.write",
    hints: SETS,
    description: "Starts a stopped agent. An agent that already runs stays as it is.",
  },
  {
    name: "tag_agent",
    title: "Tag agent",
    group: "agents.write",
    hints: SETS,
    description: "Adds one tag to an agent and keeps the others.",
  },
  {
    name: "rename_agent",
    title: "Rename agent",
    group: "agents.destructive",
    hints: CHANGES,
    description:
      "Gives an agent a new name. The agent stops for a moment, and whatever refers to the old name no longer finds it.",
  },
  {
    name: "stop_agent",
    title: "Stop agent",
    group: "agents.destructive",
    hints: REPLACES,
    description: "Stops a running agent and interrupts what it is doing. Its data is kept.",
  },
  {
    name: "delete_agent",
    title: "Delete agent",
    group: "agents.destructive",
    hints: REPLACES,
    description:
      "Deletes an agent together with its schedules. Durable agents can be restored by an administrator for a limited time; ephemeral ones are gone.",
  },
  {
    name: "untag_agent",
    title: "Untag agent",
    group: "agents.destructive",
    hints: REPLACES,
    description: "Removes one tag from an agent.",
  },
  {
    name: "set_agent_tags",
    title: "Set agent tags",
    group: "agents.destructive",
    hints: REPLACES,
    description: "Replaces all tags of an agent by the given list.",
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
  {
    name: "get_agent_requirements",
    title: "Agent guide",
    group: "templates.read",
    hints: READS,
    description: "Returns the instance's guide to what an agent's files have to contain.",
  },
  {
    name: "ask_trinity",
    title: "Ask Trinity docs",
    group: "templates.read",
    hints: ASKS_OUTSIDE,
    description:
      "Answers a question about how Trinity works from its documentation. The question is sent to Trinity's maker, outside this instance.",
    verdict: "review",
    reason: "Sends the question to an outside service.",
  },
  {
    name: "list_templates",
    title: "List templates",
    group: "templates.read",
    hints: READS,
    description: "Lists the templates agents can be created from.",
  },
  {
    name: "get_git_status",
    title: "Git status",
    group: "git.read",
    hints: READS,
    description:
      "Returns the Git state of an agent's repository: branch, remote, and what has not been committed or pushed.",
  },
  {
    name: "get_git_log",
    title: "Git log",
    group: "git.read",
    hints: READS,
    description: "Lists the latest commits of an agent's repository.",
  },
  {
    name: "get_git_sync_state",
    title: "Git sync state",
    group: "git.read",
    hints: READS,
    description:
      "Returns whether and when an agent's repository was last synchronised with GitHub, and what failed.",
  },
  {
    name: "initialize_github_sync",
    title: "Initialise GitHub sync",
    group: "git.external",
    hints: ADDS_OUTSIDE,
    description:
      "Connects an agent's workspace to a GitHub repository and creates the repository if that is asked for.",
  },
  {
    name: "git_sync",
    title: "Git commit and push",
    group: "git.external",
    hints: ACTS,
    description:
      "Commits an agent's changes and pushes them to GitHub. The strategy argument decides how conflicts end.",
  },
  {
    name: "git_pull",
    title: "Git pull",
    group: "git.external",
    hints: REPLACES_OUTSIDE,
    description:
      "Pulls the latest commits from GitHub into an agent's workspace. The strategy argument decides what happens to local changes.",
  },
  {
    name: "reset_to_main_preserve_state",
    title: "Reset to main (force-push)",
    group: "git.destructive",
    hints: REPLACES_OUTSIDE,
    description:
      "Resets an agent's branch to main, keeps its state files and force-pushes the result to GitHub. Other commits on the branch are lost.",
    verdict: "review",
    reason: "Overwrites the branch on GitHub by a forced push.",
  },
];
