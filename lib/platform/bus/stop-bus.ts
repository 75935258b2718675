import "#server-only";
import { takeOnce } from "../registry/once.ts";
import type { Listener } from "./internal/listener.ts";

/** Stops listening and closes the connection; for drain and tests. Whoever heard events is still registered. */
export async function stopBus(): Promise<void> {
  await takeOnce<Listener>("bus.listener")?.close();
}
