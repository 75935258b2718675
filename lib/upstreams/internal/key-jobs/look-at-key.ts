import "#server-only";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { openSession } from "../../open-session.ts";
import { addEvent } from "../health/store.ts";
import { isRefusedByBackend } from "../keys/ask-backend.ts";
import { clearDoubt, markRefused } from "../keys/store.ts";
import { tellOfKey } from "../keys/tell-of-key.ts";
import { openKey } from "../open-key.ts";
import { inTenantOf } from "../refresh/store.ts";
import { type DoubtedKey, findDoubtedKey, type KeyPlace } from "./store.ts";

const TIMEOUT_MS = 15_000;

/** Tries a key again that a call was refused with. Where nobody can say, it stays in doubt until the next time. */
export async function lookAtKey(place: KeyPlace): Promise<void> {
  const found = await findDoubtedKey(place);
  if (found === null) return;
  const { tenantId, upstreamId, id } = place;
  const verdict = await tryAgain(place, found);
  if (verdict === "unknown") return;
  await inTenantOf(place, async (tx) => {
    if (verdict === "good") return await clearDoubt(tx, tenantId, id);
    if (!(await markRefused(tx, tenantId, { id, version: found.version }))) return;
    if (found.ownerId === null) await addEvent(tx, tenantId, upstreamId, { kind: "key_refused" });
    await tellOfKey(tx, { tenantId, upstreamId, ownerId: found.ownerId }, "dead");
    await appendAudit(tx, {
      tenantId,
      actor: { kind: "system", job: "look_at_keys", tenantId },
      action: "upstream.key-refused",
      target: upstreamId,
      outcome: "done",
      after: { ownerId: found.ownerId },
    });
  });
}

async function tryAgain(
  { tenantId, upstreamId, id }: KeyPlace,
  { version, url, apiUrl, keyHeader, transport }: DoubtedKey,
): Promise<"good" | "refused" | "unknown"> {
  const [key] = await openKey({ tenantId, upstreamId, key: { id, version } });
  if (key === undefined) return "unknown";
  const target = { url, key, keyHeader, transport, pool: tenantId, timeoutMs: TIMEOUT_MS };
  const opened = await openSession({ ...target, era: "auto" });
  if (opened.ok) {
    await opened.session.close();
    return "good";
  }
  if (opened.reason !== "refused_key") return "unknown";
  const isRefused = await isRefusedByBackend(tenantId, { id: upstreamId, apiUrl }, { id, version });
  return isRefused ? "refused" : "unknown";
}
