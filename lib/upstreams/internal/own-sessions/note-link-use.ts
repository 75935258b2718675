import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { type LinkId, touchLink } from "./store.ts";

const EVERY_MS = 60_000;
const KEPT_MAX = 100_000;

/** Notes that a link is in use, at most once a minute a process, without anybody waiting for it: unused ones are ended. */
export function noteLinkUse(link: LinkId): void {
  const noted = once("upstreams.link-uses", () => new Map<string, number>());
  const name = `${link.mcpSessionId} ${link.upstreamId}`;
  const now = performance.now();
  if (now - (noted.get(name) ?? Number.NEGATIVE_INFINITY) < EVERY_MS) return;
  if (noted.size >= KEPT_MAX) noted.clear();
  noted.set(name, now);
  touchLink(link).catch((error: unknown) => log.warn({ err: error }, "use of an upstream session not noted"));
}
