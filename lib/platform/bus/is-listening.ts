import "#server-only";
import { findOnce } from "../registry/once.ts";
import type { Listener } from "./internal/listener.ts";

/** Whether what is said now will be heard here; while not, who waits for something looks for itself. */
export function isListening(): boolean {
  return findOnce<Listener>("bus.listener")?.isListening ?? false;
}
