import "#server-only";
import { z } from "zod";
import type { SandboxInstance } from "../ensure-sandbox.ts";

const Began = z.object({ startedAt: z.coerce.date() });
const ANSWER_MS_MAX = 5_000;

/**
 * Has the sandbox's instance be what it is at a start, unless it began after that moment: several servers may share one.
 * Whether it was done. Throws when it does not answer.
 */
export async function resetWorld(instance: SandboxInstance, since: Date): Promise<boolean> {
  const { startedAt } = Began.parse(await ask(instance, "GET"));
  if (startedAt >= since) return false;
  await ask(instance, "POST");
  return true;
}

/** Its switches lie on loopback beside us, so no guard stands between. */
async function ask({ apiUrl, controlToken }: SandboxInstance, method: "GET" | "POST"): Promise<unknown> {
  const answer = await fetch(`${apiUrl}/_test/world`, {
    method,
    headers: { authorization: `Bearer ${controlToken}` },
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  });
  if (!answer.ok) throw new Error(`the sandbox's instance answered ${answer.status}`);
  return await answer.json();
}
