import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { UpstreamSession, UpstreamTransport } from "../open-session.ts";
import {
  type Check,
  type CheckProblem,
  type CheckRow,
  CHECKS,
  DECLARABLE,
  type Declared,
} from "../schema.ts";
import { reachInstance } from "./reach-instance.ts";
import { type KeyOwner, readKeyOwner } from "./read-key-owner.ts";
import { readTools, type ToolDefinition } from "./read-tools.ts";
import { toCheckProblem } from "./to-check-problem.ts";

type Target = {
  url: string;
  key: string;
  keyHeader: string;
  apiUrl?: string | undefined;
  pool: string;
  /** Whether a key of kind system may pass. */
  isSystemAllowed: boolean;
};
/** What is to be kept of an instance that passed: how it is spoken to, and what it offers. */
type Found = { tools: ToolDefinition[]; transport: UpstreamTransport; declared: Declared[] };
type Learned = { owner: KeyOwner; found: Found };
export type CheckReport = { rows: CheckRow[] } & (
  | ({ ok: true } & Learned)
  | { ok: false; problem: CheckProblem }
);

const STRANGER_TIMEOUT_MS = 15_000;

/**
 * Calls the instance three times: without a key, which it must refuse; with the key, which it must accept; for its list
 * of tools. The first failure skips the rest. No result of it holds the key or a word the instance said.
 */
export async function runChecks(target: Target): Promise<CheckReport> {
  const learned: Learned = {
    owner: { kind: "unknown", actsAs: null },
    found: { tools: [], transport: "http", declared: [] },
  };
  const opened: { session?: UpstreamSession } = {};
  const steps: Record<Check, () => Promise<CheckProblem | null>> = {
    refuses_strangers: () => checkStranger(target),
    accepts_key: () => checkKey(target, opened, learned),
    lists_tools: () => checkTools(opened, learned),
  };
  const rows: CheckRow[] = [];
  let problem: CheckProblem | null = null;
  try {
    for (const check of CHECKS) {
      if (problem !== null) {
        rows.push({ check, outcome: "skipped", ms: 0 });
        continue;
      }
      const startedAt = performance.now();
      problem = await steps[check]();
      const ms = Math.round(performance.now() - startedAt);
      rows.push(problem === null ? { check, outcome: "ok", ms } : { check, outcome: "failed", problem, ms });
    }
  } finally {
    await opened.session?.close();
  }
  return problem === null ? { ok: true, rows, ...learned } : { ok: false, rows, problem };
}

/**
 * An instance that answers everybody would let anyone act as its administrator. One of 2026-07-28 may say to anybody what
 * it is, if it says nothing more.
 */
async function checkStranger({ url, keyHeader, pool }: Target): Promise<CheckProblem | null> {
  const reached = await reachInstance({ url, keyHeader, pool, key: null });
  if (!reached.ok) return reached.reason === "refused_key" ? null : toCheckProblem(reached);
  const { session } = reached;
  const isClosed = session.era === "modern" && (await refusesList(session));
  await session.close();
  return isClosed ? null : "open_to_anyone";
}

async function refusesList(session: UpstreamSession): Promise<boolean> {
  const reply = await session.request(
    { method: "tools/list", params: "{}" },
    { timeoutMs: STRANGER_TIMEOUT_MS },
  );
  return !reply.ok && reply.reason === "refused_key";
}

async function checkKey(
  { url, key, keyHeader, apiUrl, pool, isSystemAllowed }: Target,
  opened: { session?: UpstreamSession },
  learned: Learned,
): Promise<CheckProblem | null> {
  const reached = await reachInstance({ url, key, keyHeader, pool });
  if (!reached.ok) return toCheckProblem(reached);
  const { session, transport } = reached;
  opened.session = session;
  learned.found.transport = transport;
  learned.found.declared = readDeclared(session.capabilities);
  if (apiUrl === undefined) return null;
  const owner = await readKeyOwner(apiUrl, key, pool);
  if (!owner.ok) return owner.problem;
  learned.owner = { kind: owner.kind, actsAs: owner.actsAs };
  return owner.kind === "system" && !isSystemAllowed ? "system_key" : null;
}

function readDeclared(capabilities: JsonObject): Declared[] {
  return DECLARABLE.filter((declarable) => {
    const [name = "", part] = declarable.split(".");
    const capability = capabilities[name];
    return isObject(capability) && (part === undefined || capability[part] === true);
  });
}

async function checkTools(
  { session }: { session?: UpstreamSession },
  { found }: Learned,
): Promise<CheckProblem | null> {
  if (session === undefined) return "protocol";
  const read = await readTools(session);
  if (!read.ok) return read.problem;
  found.tools = read.tools;
  return null;
}
