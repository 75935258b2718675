import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { keepLook } from "./internal/refresh/keep-look.ts";
import { claimUpstream, type DueUpstream, findDueUpstreams } from "./internal/refresh/store.ts";
import { type AdmitTool, refreshTools } from "./refresh-tools.ts";

const DUE_MAX = 400;
const AT_ONCE = 6;

/**
 * Looks at instances again that nobody looked at for ten minutes, or that failed for more than one: a Trinity's list
 * changes with its agents, and it says so to nobody. Keeps its tools and how it is. Each instance is looked at by one
 * process, a few at a time. For a job.
 */
export async function refreshDueTools(admit?: AdmitTool): Promise<void> {
  const due = await findDueUpstreams(DUE_MAX);
  const readNext = async (): Promise<void> => {
    for (let next = due.pop(); next !== undefined; next = due.pop()) {
      try {
        if (await claimUpstream(next)) await look(next, admit);
      } catch (error) {
        log.warn({ err: error, upstreamId: next.upstreamId }, "an instance was not looked at again");
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
}

async function look(due: DueUpstream, admit: AdmitTool | undefined): Promise<void> {
  const outcome = await refreshTools(due, admit);
  if (outcome !== null) await keepLook(due, outcome);
}
