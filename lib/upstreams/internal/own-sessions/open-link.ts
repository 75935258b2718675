import "#server-only";
import { once } from "#lib/platform/registry/once.ts";
import type { SessionOwner } from "../../lease-session.ts";
import { type OpenedSession, openSession, resumeSession, type UpstreamSession } from "../../open-session.ts";
import { openKey, openWithKeys } from "../open-key.ts";
import { endCrowded } from "./end-link.ts";
import { type OwnSession, toLinkId } from "./own-session.ts";
import { replayLink } from "./replay-link.ts";
import { sealLink, unsealLink } from "./seal-link.ts";
import { clearLink, findLink, type LinkRow, saveLink } from "./store.ts";

const ATTEMPTS_MAX = 3;
const GONE: OpenedSession = { ok: false, reason: "session_gone" };

/** As what a session that several processes use stands in its row. */
const sealedForms = () => once("upstreams.sealed-links", () => new WeakMap<UpstreamSession, Uint8Array>());

/**
 * The upstream session of a client's session with an instance: the one any process opened under this key, without a round
 * trip, else a new one that is told the log level and the subscriptions again. Of two opened at once one stays.
 */
export async function openLink(owner: SessionOwner, own: OwnSession): Promise<OpenedSession> {
  const keys = await openKey(owner);
  const [key] = keys;
  if (key === undefined) return { ok: false, reason: "refused_key" };
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const row = await findLink(toLinkId(owner, own));
    if (row?.isEnded) return GONE;
    const resumed = resume(owner, { own, key, row });
    if (resumed !== null) return { ok: true, session: resumed };
    const opened = await open(owner, { own, keys, row });
    if (opened !== null) return opened;
  }
  return { ok: false, reason: "failed" };
}

/** Has every process open a new one instead of the session the instance no longer knows. */
export async function forgetLink(
  owner: SessionOwner,
  own: OwnSession,
  session: UpstreamSession,
): Promise<void> {
  const sealed = sealedForms().get(session);
  if (sealed !== undefined) await clearLink(toLinkId(owner, own), sealed);
}

type Found = { own: OwnSession; row: LinkRow | null };

function resume(owner: SessionOwner, { own, key, row }: Found & { key: string }): UpstreamSession | null {
  if (row === null || row.sealed === null) return null;
  if (row.keyId !== owner.key.id || row.keyVersion !== owner.key.version) return null;
  const link = unsealLink(row.sealed, { ...toLinkId(owner, own), key: owner.key });
  if (link === null) return null;
  const { url, keyHeader, tenantId } = owner;
  return share(resumeSession({ url, key, keyHeader, pool: tenantId, ...link }), row.sealed);
}

/** Null when another process was first. */
async function open(
  owner: SessionOwner,
  { own, keys, row }: Found & { keys: readonly string[] },
): Promise<OpenedSession | null> {
  const { url, keyHeader, transport, tenantId } = owner;
  const { capabilities, grantId, expiresAt } = own;
  const place = { url, keyHeader, transport, pool: tenantId, capabilities };
  const opened = await openWithKeys(owner, keys, async (key) => {
    const first = await openSession({ ...place, key, era: "legacy" });
    const speaksOther = !first.ok && first.reason === "protocol";
    return speaksOther ? await openSession({ ...place, key, era: "modern" }) : first;
  });
  if (!opened.ok) return opened;
  const { session } = opened;
  await replayLink(session, row);
  const id = toLinkId(owner, own);
  const { sessionId, protocolVersion } = session;
  const isShared = session.era === "legacy" && transport === "http" && sessionId !== undefined;
  const sealed = isShared ? sealLink({ sessionId, protocolVersion }, { ...id, key: owner.key }) : null;
  const link = { ...id, grantId, expiresAt, key: owner.key, sealed, before: row?.sealed ?? null };
  if (!(await saveLink(link))) {
    await session.close();
    return null;
  }
  void endCrowded(tenantId, grantId);
  return sealed === null ? opened : { ok: true, session: share(session, sealed) };
}

/** This process may forget it; at the instance it stays, for the other processes that use it. */
function share(session: UpstreamSession, sealed: Uint8Array): UpstreamSession {
  const { era, protocolVersion, serverName, capabilities, sessionId } = session;
  const shared: UpstreamSession = {
    era,
    protocolVersion,
    serverName,
    capabilities,
    sessionId,
    request: (request, options) => session.request(request, options),
    respond: (id, answer) => session.respond(id, answer),
    notify: (method, params) => session.notify(method, params),
    listen: (options) => session.listen(options),
    close: () => Promise.resolve(),
  };
  sealedForms().set(shared, sealed);
  return shared;
}
