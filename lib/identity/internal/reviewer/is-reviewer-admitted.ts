import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { countLiveCodes } from "./store.ts";

/** Whether there is a sandbox and a code for it that has not ended: no session outlives either. */
export async function isReviewerAdmitted(now: Date): Promise<boolean> {
  return getConfig().sandbox.isOn && (await countLiveCodes(now)) > 0;
}
