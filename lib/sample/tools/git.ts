import { z } from "zod";
import { backendFailure, type Call, tool, withAgent } from "../tool.ts";
import type { Agent } from "../world/agents.ts";
import { addCommits, makeCommit, newRepository, type Repository } from "../world/repositories.ts";

const ByAgent = z.object({ agent_name: z.string().min(1) });
const REPOSITORY_NAME = /^[\w.-]{1,100}$/;

const SyncInput = z.object({
  agent_name: z.string().min(1),
  message: z.string().optional(),
  paths: z.array(z.string()).optional(),
  strategy: z.enum(["normal", "pull_first", "force_push"]).optional(),
});
const PullInput = z.object({
  agent_name: z.string().min(1),
  strategy: z.enum(["clean", "stash_reapply", "force_reset"]).default("clean"),
});
const InitializeInput = z.object({
  agent_name: z.string(),
  repo_owner: z.string(),
  repo_name: z.string(),
  create_repo: z.boolean().default(true),
  private: z.boolean().default(true),
});

function withRepository(
  call: Call,
  agentName: string,
  run: (repository: Repository, agent: Agent) => unknown,
): unknown {
  return withAgent(call, agentName, (agent) => {
    if (!agent.repository) throw backendFailure(404, "Git sync is not set up for this agent");
    return run(agent.repository, agent);
  });
}

function remoteUrl({ owner, name }: Repository): string {
  return `https://git.acme.example/${owner}/${name}`;
}

function toStatus(agentName: string, repository: Repository): Record<string, unknown> {
  const { branch, commits, changedFiles, incoming } = repository;
  return {
    agent_name: agentName,
    git_enabled: true,
    branch,
    remote_url: remoteUrl(repository),
    last_commit: commits[0] ?? null,
    changed_files: changedFiles,
    ahead: 0,
    behind: incoming.length,
    sync_pending: changedFiles.length > 0,
  };
}

/** What Trinity answers when the two sides cannot be put together without somebody's judgement. */
function conflict(repository: Repository, detail: string): Record<string, unknown> {
  repository.lastFailure = detail;
  repository.failures += 1;
  return {
    error: "conflict",
    status: 409,
    conflict_type: "diverged",
    detail,
    hint: "Choose another strategy, or have the agent resolve it in a chat.",
  };
}

function succeed({ world }: Call, repository: Repository): void {
  repository.lastSyncAt = world.nowIso();
  repository.lastFailure = null;
  repository.failures = 0;
}

function sync(call: Call, { agent_name, message, paths, strategy }: z.output<typeof SyncInput>): unknown {
  return withRepository(call, agent_name, (repository) => {
    if (repository.incoming.length > 0 && (strategy ?? "normal") === "normal")
      return conflict(repository, "GitHub has commits the workspace has not");
    const files = repository.changedFiles.filter((file) => paths === undefined || paths.includes(file));
    if (strategy === "pull_first") addCommits(repository, repository.incoming);
    repository.incoming = [];
    if (files.length > 0) {
      const text = message?.slice(0, 500) ?? `Sync ${files.length} files`;
      const date = call.world.nowIso();
      const commit = makeCommit({ message: text, author: agent_name, date }, `${agent_name}${date}`);
      addCommits(repository, [commit]);
      repository.changedFiles = repository.changedFiles.filter((file) => !files.includes(file));
    }
    succeed(call, repository);
    return {
      success: true,
      message: files.length === 0 ? "Nothing to commit; everything is on GitHub" : "Committed and pushed",
      files_changed: files,
      commit: repository.commits[0] ?? null,
      branch: repository.branch,
      remote_url: remoteUrl(repository),
    };
  });
}

function pull(call: Call, { agent_name, strategy }: z.output<typeof PullInput>): unknown {
  return withRepository(call, agent_name, (repository) => {
    const { incoming, changedFiles } = repository;
    if (strategy === "clean" && incoming.length > 0 && changedFiles.length > 0)
      return conflict(repository, "The workspace has changes that were not committed");
    const discarded = strategy === "force_reset" ? changedFiles : [];
    addCommits(repository, incoming);
    repository.incoming = [];
    repository.changedFiles = changedFiles.filter((file) => !discarded.includes(file));
    succeed(call, repository);
    return {
      success: true,
      strategy,
      commits_pulled: incoming.length,
      commits: incoming,
      files_discarded: discarded,
      last_commit: repository.commits[0] ?? null,
    };
  });
}

function initialize({ world, caller }: Call, agent: Agent, input: z.output<typeof InitializeInput>): unknown {
  const { repo_owner: owner, repo_name: name, private: isPrivate } = input;
  if (!REPOSITORY_NAME.test(owner) || !REPOSITORY_NAME.test(name))
    throw backendFailure(422, "Repository names are letters, digits, dots and dashes");
  if (agent.repository) throw backendFailure(409, "Git sync is set up already");
  agent.repository = newRepository(world.now(), { owner, name, isPrivate, author: caller.userId });
  return {
    success: true,
    message: "GitHub sync initialised",
    github_repo: `${owner}/${name}`,
    repository_created: input.create_repo,
    private: isPrivate,
    working_branch: agent.repository.branch,
    remote_url: remoteUrl(agent.repository),
  };
}

/** How an agent's repository stands to GitHub, with a verdict. */
export function toSyncState({ name, repository }: Agent): Record<string, unknown> {
  if (!repository) return { agent_name: name, state: "unknown", reason: "Git sync is not set up" };
  const { lastFailure, failures, lastSyncAt, incoming, changedFiles } = repository;
  const isBehind = incoming.length > 0 || changedFiles.length > 0;
  const state = failures >= 3 ? "red" : isBehind ? "yellow" : "green";
  return {
    agent_name: name,
    state,
    reason:
      lastFailure ??
      (isBehind ? "Changes wait on one of the two sides" : "Workspace and GitHub are the same"),
    last_sync_status: lastFailure === null ? "success" : "failed",
    last_sync_at: lastSyncAt,
    consecutive_failures: failures,
    ahead: 0,
    behind: incoming.length,
    uncommitted_files: changedFiles.length,
  };
}

export const gitTools = [
  tool({
    name: "get_git_status",
    description: "Get branch, remote and what has not been committed or pulled.",
    audience: "operator",
    input: ByAgent,
    run: (call, { agent_name }) =>
      withAgent(call, agent_name, ({ repository }) =>
        repository
          ? toStatus(agent_name, repository)
          : { agent_name, git_enabled: false, message: "Git sync is not set up for this agent" },
      ),
  }),
  tool({
    name: "get_git_log",
    description: "Get the latest commits of an agent's repository.",
    audience: "operator",
    input: z.object({ agent_name: z.string().min(1), limit: z.int().min(1).max(100).default(10) }),
    run: (call, { agent_name, limit }) =>
      withRepository(call, agent_name, ({ branch, commits }) => ({
        agent_name,
        branch,
        commits: commits.slice(0, limit),
      })),
  }),
  tool({
    name: "get_git_sync_state",
    description: "Get when an agent's repository was last synchronised and what failed.",
    audience: "operator",
    input: ByAgent,
    run: (call, { agent_name }) => withAgent(call, agent_name, toSyncState),
  }),
  tool({
    name: "initialize_github_sync",
    description: "Connect an agent's workspace to a GitHub repository.",
    audience: "operator",
    input: InitializeInput,
    run: (call, input) => withAgent(call, input.agent_name, (agent) => initialize(call, agent, input)),
  }),
  tool({
    name: "git_sync",
    description: "Commit an agent's changes and push them to GitHub.",
    audience: "operator",
    input: SyncInput,
    run: sync,
  }),
  tool({
    name: "git_pull",
    description: "Pull the latest commits into an agent's workspace.",
    audience: "operator",
    input: PullInput,
    run: pull,
  }),
];
