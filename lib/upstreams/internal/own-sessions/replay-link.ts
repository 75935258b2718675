import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import type { UpstreamSession } from "../../open-session.ts";
import type { LinkRow } from "./store.ts";

/** Tells a new session what the one before was told. What an instance refuses now, it would have refused then. */
export async function replayLink(session: UpstreamSession, row: LinkRow | null): Promise<void> {
  if (row === null || session.era === "modern") return;
  const { logging, resources } = session.capabilities;
  if (row.logLevel !== null && isObject(logging)) await session.request(toLevel(row.logLevel));
  if (!isObject(resources) || resources["subscribe"] !== true) return;
  for (const uri of row.uris) {
    await session.request({ method: "resources/subscribe", params: JSON.stringify({ uri }) });
  }
}

export function toLevel(level: string): { method: string; params: string } {
  return { method: "logging/setLevel", params: JSON.stringify({ level }) };
}
