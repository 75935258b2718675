import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { MODERN_VERSION, ModernSession } from "./modern-session.ts";
import { findServerName, type Opened, type Opening } from "./open-legacy.ts";
import { markEra, type UpstreamFailure } from "./session-failure.ts";
import type { LinkTarget } from "./session-link.ts";

const OTHER_ERA: UpstreamFailure = { ok: false, reason: "protocol", isOtherEra: true };
const SERVER_INFO = "io.modelcontextprotocol/serverInfo";

/** Asks `server/discover` whether the instance speaks 2026-07-28, and what it offers. */
export async function openModern(target: LinkTarget, opening: Opening): Promise<Opened> {
  const session = new ModernSession(target);
  const reply = await session.request({ method: "server/discover", params: "{}" }, opening);
  if (!reply.ok) return markEra(reply);
  if ("error" in reply) return OTHER_ERA;
  const { supportedVersions, capabilities, _meta: meta } = reply.result;
  if (!Array.isArray(supportedVersions) || !supportedVersions.includes(MODERN_VERSION)) return OTHER_ERA;
  session.serverName = findServerName(isObject(meta) ? meta[SERVER_INFO] : undefined);
  session.capabilities = isObject(capabilities) ? capabilities : {};
  return { ok: true, session };
}
