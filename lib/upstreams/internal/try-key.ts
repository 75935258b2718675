import "#server-only";
import type { CheckProblem } from "../schema.ts";
import { reachInstance } from "./reach-instance.ts";
import { type KeyOwner, readKeyOwner } from "./read-key-owner.ts";
import { toCheckProblem } from "./to-check-problem.ts";

type Tried = { url: string; apiUrl: string | null; keyHeader: string; key: string; pool: string };
type KeyTrial = { ok: true; owner: KeyOwner } | { ok: false; problem: CheckProblem };

const TOTAL_MS = 40_000;

/** Whether an instance that is known to be one takes a key, and whose that is where its backend says so. */
export async function tryKey({ url, apiUrl, keyHeader, key, pool }: Tried): Promise<KeyTrial> {
  const reached = await reachInstance({ url, key, keyHeader, pool }, AbortSignal.timeout(TOTAL_MS));
  if (!reached.ok) return { ok: false, problem: toCheckProblem(reached) };
  await reached.session.close();
  if (apiUrl === null) return { ok: true, owner: { kind: "unknown", actsAs: null } };
  const owner = await readKeyOwner(apiUrl, key, pool);
  return owner.ok ? { ok: true, owner: { kind: owner.kind, actsAs: owner.actsAs } } : owner;
}
