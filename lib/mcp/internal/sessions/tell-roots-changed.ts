import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { countHere } from "#lib/platform/limits/count-here.ts";
import { log } from "#lib/platform/log/log.ts";
import { findOwnLinks, type SessionHolder } from "./own-links.ts";

const METHOD = "notifications/roots/list_changed";
/** Of one connection: each is a query and a request to every instance its session has to do with. */
const PER_MINUTE = { points: 30, durationSeconds: 60 };

/**
 * Passes on that the client's folders changed, to the instances that were told it has some; what is said too often is not
 * passed on. Never throws.
 */
export async function tellRootsChanged(holder: SessionHolder): Promise<void> {
  const { roots } = holder.session.clientCapabilities;
  if (!isObject(roots) || roots["listChanged"] !== true) return;
  try {
    if ((await countHere("mcp-roots-changed", holder.actor.grantId, PER_MINUTE)) !== null) return;
    const links = await findOwnLinks(holder);
    await Promise.all(
      links.map(async ({ lease }) => {
        const opened = await lease.session();
        if (opened.ok && opened.session.era === "legacy") await opened.session.notify(METHOD);
      }),
    );
  } catch (error) {
    log.warn({ err: error }, "instances were not told of changed roots");
  }
}
