import "#server-only";
import { endWork, renewWork } from "./internal/delivering/work.ts";

/** Lets this process deliver log streams when their job says so. Returns what cuts that and waits for it. */
export function watchLogs(): () => Promise<void> {
  renewWork();
  return endWork;
}
