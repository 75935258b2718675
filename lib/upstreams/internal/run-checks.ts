import "#server-only";
import { openSession, type UpstreamSession } from "../open-session.ts";
import { type Check, type CheckProblem, type CheckRow, CHECKS } from "../schema.ts";
import { type KeyOwner, readKeyOwner } from "./read-key-owner.ts";
import { readTools, type ToolDefinition } from "./read-tools.ts";
import { toCheckProblem } from "./to-check-problem.ts";

type Target = {
  url: string;
  key: string;
  apiUrl?: string | undefined;
  pool: string;
  /** Whether a key of kind system may pass. */
  isSystemAllowed: boolean;
};
type Found = { owner: KeyOwner; tools: ToolDefinition[] };
export type CheckReport = { rows: CheckRow[] } & (
  | ({ ok: true } & Found)
  | { ok: false; problem: CheckProblem }
);

const PLAIN = { keyHeader: "authorization", transport: "http" } as const;

/**
 * Calls the instance three times: without a key, which it must refuse; with the key, which it must accept; for its list
 * of tools. The first failure skips the rest. No result of it holds the key or a word the instance said.
 */
export async function runChecks(target: Target): Promise<CheckReport> {
  const found: Found = { owner: { kind: "unknown", actsAs: null }, tools: [] };
  const opened: { session?: UpstreamSession } = {};
  const steps: Record<Check, () => Promise<CheckProblem | null>> = {
    refuses_strangers: () => checkStranger(target),
    accepts_key: () => checkKey(target, opened, found),
    lists_tools: () => checkTools(opened, found),
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
  return problem === null ? { ok: true, rows, ...found } : { ok: false, rows, problem };
}

/** An instance that answers everybody would let anyone act as its administrator. */
async function checkStranger({ url, pool }: Target): Promise<CheckProblem | null> {
  const opened = await openSession({ url, key: null, ...PLAIN, pool });
  if (!opened.ok) return opened.reason === "refused_key" ? null : toCheckProblem(opened);
  await opened.session.close();
  return "open_to_anyone";
}

async function checkKey(
  { url, key, apiUrl, pool, isSystemAllowed }: Target,
  opened: { session?: UpstreamSession },
  found: Found,
): Promise<CheckProblem | null> {
  const result = await openSession({ url, key, ...PLAIN, pool });
  if (!result.ok) return toCheckProblem(result);
  opened.session = result.session;
  if (apiUrl === undefined) return null;
  const owner = await readKeyOwner(apiUrl, key, pool);
  if (!owner.ok) return owner.problem;
  found.owner = { kind: owner.kind, actsAs: owner.actsAs };
  return owner.kind === "system" && !isSystemAllowed ? "system_key" : null;
}

async function checkTools(
  { session }: { session?: UpstreamSession },
  found: Found,
): Promise<CheckProblem | null> {
  if (session === undefined) return "protocol";
  const read = await readTools(session);
  if (!read.ok) return read.problem;
  found.tools = read.tools;
  return null;
}
