import "#server-only";
import type { DefinitionRow } from "./definition-row.ts";
import { ACTS, ADDS_OUTSIDE, READS, REPLACES_OUTSIDE } from "./hints.ts";

export const GIT_TOOLS: readonly DefinitionRow[] = [
  {
    name: "get_git_status",
    title: "Git status",
    group: "git.read",
    hints: READS,
    description:
      "Returns the Git state of an agent's repository: branch, remote, and what has not been committed or pushed.",
    example: {
      prompt: "Has report-writer changes that were not committed yet?",
      input: { agent_name: "report-writer" },
    },
  },
  {
    name: "get_git_log",
    title: "Git log",
    group: "git.read",
    hints: READS,
    description: "Lists the latest commits of an agent's repository.",
    example: {
      prompt: "What were the last five commits of quote-desk?",
      input: { agent_name: "quote-desk", limit: 5 },
    },
  },
  {
    name: "get_git_sync_state",
    title: "Git sync state",
    group: "git.read",
    hints: READS,
    description:
      "Returns whether and when an agent's repository was last synchronised with GitHub, and what failed.",
    example: {
      prompt: "Why is support-triage out of step with GitHub?",
      input: { agent_name: "support-triage" },
    },
  },
  {
    name: "initialize_github_sync",
    title: "Initialise GitHub sync",
    group: "git.external",
    hints: ADDS_OUTSIDE,
    description:
      "Connects an agent's workspace to a GitHub repository and creates the repository if that is asked for.",
    example: {
      prompt: "Connect parts-finder to the new private repository acme-robotics/parts-finder.",
      input: { agent_name: "parts-finder", repo_owner: "acme-robotics", repo_name: "parts-finder" },
    },
  },
  {
    name: "git_sync",
    title: "Git commit and push",
    group: "git.external",
    hints: ACTS,
    description:
      "Commits an agent's changes and pushes them to GitHub. The strategy argument decides how conflicts end.",
    example: {
      prompt: "Commit and push what report-writer has changed, with the message 'Report of week 47'.",
      input: { agent_name: "report-writer", message: "Report of week 47" },
    },
  },
  {
    name: "git_pull",
    title: "Git pull",
    group: "git.external",
    hints: REPLACES_OUTSIDE,
    description:
      "Pulls the latest commits from GitHub into an agent's workspace. The strategy argument decides what happens to local changes.",
    example: {
      prompt: "Pull the latest commits from GitHub into quote-desk.",
      input: { agent_name: "quote-desk" },
    },
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
