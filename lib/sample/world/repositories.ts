import { createHash } from "node:crypto";
import { hoursBefore } from "./time.ts";

export type Commit = { sha: string; short_sha: string; message: string; author: string; date: string };

/** What an agent's workspace has of a GitHub repository, and what waits on either side. */
export type Repository = {
  owner: string;
  name: string;
  branch: string;
  private: boolean;
  /** Newest first. */
  commits: Commit[];
  changedFiles: string[];
  /** Commits GitHub has and the workspace has not, newest first. */
  incoming: Commit[];
  lastSyncAt: string | null;
  lastFailure: string | null;
  failures: number;
};

const CHANGED_FILES_MAX = 200;
const COMMITS_MAX = 500;

type Seed = {
  messages: readonly string[];
  changedFiles?: readonly string[];
  incoming?: readonly string[];
  lastFailure?: string;
};

const SEEDS: Readonly<Record<string, Seed>> = {
  "report-writer": {
    messages: ["Add the layout of the weekly report", "Shorten the summary to five lines", "First version"],
    changedFiles: ["reports/week-47.md", "templates/weekly.md"],
  },
  "quote-desk": {
    messages: ["Round prices to cents", "First version"],
    incoming: ["Add volume discounts for spare kits", "Update list prices for December"],
  },
  "support-triage": {
    messages: ["Route smoke and fire to safety", "First version"],
    changedFiles: ["CLAUDE.md"],
    incoming: ["Rename team first line to service desk"],
    lastFailure: "CLAUDE.md was changed on both sides",
  },
};

/** A commit whose hash follows from what it says, so that the same seed always has the same hashes. */
export function makeCommit(text: { message: string; author: string; date: string }, salt: string): Commit {
  const sha = createHash("sha1").update(`${salt}\n${text.message}`).digest("hex");
  return { sha, short_sha: sha.slice(0, 7), ...text };
}

export function newRepository(
  now: Date,
  { owner, name, isPrivate, author }: { owner: string; name: string; isPrivate: boolean; author: string },
): Repository {
  const date = now.toISOString();
  return {
    owner,
    name,
    branch: "main",
    private: isPrivate,
    commits: [makeCommit({ message: "Initial commit of the workspace", author, date }, `${owner}/${name}`)],
    changedFiles: [],
    incoming: [],
    lastSyncAt: date,
    lastFailure: null,
    failures: 0,
  };
}

export function seedRepository(now: Date, agentName: string): Repository | null {
  const seed = SEEDS[agentName];
  if (!seed) return null;
  const toCommits = (messages: readonly string[], hours: number) =>
    messages.map((message, index) =>
      makeCommit({ message, author: "Ada", date: hoursBefore(now, hours + index * 72) }, agentName),
    );
  return {
    owner: "acme-robotics",
    name: agentName,
    branch: "main",
    private: true,
    commits: toCommits(seed.messages, 50),
    changedFiles: [...(seed.changedFiles ?? [])],
    incoming: toCommits(seed.incoming ?? [], 5),
    lastSyncAt: hoursBefore(now, 50),
    lastFailure: seed.lastFailure ?? null,
    failures: seed.lastFailure === undefined ? 0 : 3,
  };
}

/** Notes that a file of the workspace differs from what was committed last. */
export function touchFile(repository: Repository | null, path: string): void {
  if (!repository || repository.changedFiles.includes(path)) return;
  repository.changedFiles = [path, ...repository.changedFiles].slice(0, CHANGED_FILES_MAX);
}

/** Puts commits, newest first, on top of the history. */
export function addCommits(repository: Repository, commits: readonly Commit[]): void {
  repository.commits = [...commits, ...repository.commits].slice(0, COMMITS_MAX);
}
