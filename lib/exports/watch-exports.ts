import "#server-only";
import { onEvent } from "#lib/platform/bus/on-event.ts";
import { log } from "#lib/platform/log/log.ts";
import { exportPump } from "./run-exports.ts";

/** Begins an export as soon as it was asked for, on whatever instance. Returns what stops it. */
export function watchExports(): () => Promise<void> {
  const pump = exportPump();
  pump.allow();
  const end = onEvent("export", () => {
    pump.run().catch((error: unknown) => log.warn({ err: error }, "exports were not written"));
  });
  return async () => {
    end();
    await pump.stop();
  };
}
