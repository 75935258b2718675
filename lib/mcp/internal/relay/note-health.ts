import "#server-only";
import type { AllowedCall } from "#lib/access/decide.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { log } from "#lib/platform/log/log.ts";
import type { OwnerKey } from "#lib/upstreams/lease-session.ts";
import { noteOwnKey } from "#lib/upstreams/note-own-key.ts";
import { recordProblem } from "#lib/upstreams/record-problem.ts";
import type { Exchanged } from "../asking/exchange.ts";
import { expireKeyCheck } from "../keys/store.ts";

type Noted = Pick<AllowedCall, "upstreamId" | "problem" | "key"> & Partial<Pick<AllowedCall, "keyRefusedAt">>;

/**
 * Notes what is wrong with the instance, or that it works again, when that changed. Whoever asked does not wait for it.
 * A denial, a busy agent and a tool's own error are answers: the instance is well.
 */
export function noteHealth(
  { upstreamId, problem, key, keyRefusedAt }: Noted,
  tenantId: TenantId,
  reply: Exchanged,
): void {
  if (key?.reveal !== undefined) return doubtKey(tenantId, key.id, reply);
  if (key?.isOwn) {
    const isRefused = !reply.ok && reply.reason === "refused_key";
    if (isRefused || (reply.ok && keyRefusedAt)) noteOwn(tenantId, key, !isRefused);
    if (isRefused) return;
  }
  const found =
    reply.ok || reply.reason === "aborted" || reply.reason === "session_gone" ? null : reply.reason;
  // How many calls there are says nothing of the instance, and one that was spared a call was judged before.
  if (found === "busy" || (!reply.ok && reply.since !== undefined)) return;
  if (found === problem) return;
  if (found !== null) log.warn({ upstreamId, reason: found }, "an instance failed a call");
  const answered = reply.ok ? {} : { status: reply.status, code: reply.code };
  recordProblem({ tenantId, upstreamId }, found, answered).catch((error: unknown) =>
    log.warn({ err: error }, "an instance's health was not noted"),
  );
}

/** That a person's own key was refused says nothing of the instance for the others. */
function noteOwn(tenantId: TenantId, key: OwnerKey, isTaken: boolean): void {
  noteOwnKey(tenantId, key, isTaken).catch((error: unknown) =>
    log.warn({ err: error }, "what a person's key met was not noted"),
  );
}

/** What a key somebody came with meets says nothing of the instance; one that was refused is asked about again. */
function doubtKey(tenantId: TenantId, keyId: string, reply: Exchanged): void {
  if (reply.ok || reply.reason !== "refused_key") return;
  expireKeyCheck(tenantId, keyId).catch((error: unknown) =>
    log.warn({ err: error }, "a refused key was not noted"),
  );
}
