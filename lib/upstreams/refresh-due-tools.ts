import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { claimUpstream, findDueUpstreams } from "./internal/refresh/store.ts";
import { type AdmitTool, refreshTools } from "./refresh-tools.ts";

const DUE_MAX = 400;
const AT_ONCE = 6;

/**
 * Reads the tools of instances again that nobody looked at for ten minutes: a Trinity's list changes with its agents, and
 * it says so to nobody. Each instance is read by one process, a few at a time. For a job.
 */
export async function refreshDueTools(admit?: AdmitTool): Promise<void> {
  const due = await findDueUpstreams(DUE_MAX);
  const readNext = async (): Promise<void> => {
    for (let next = due.pop(); next !== undefined; next = due.pop()) {
      try {
        if (await claimUpstream(next)) await refreshTools(next, admit);
      } catch (error) {
        log.warn({ err: error, upstreamId: next.upstreamId }, "the tools of an instance were not read again");
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
}
