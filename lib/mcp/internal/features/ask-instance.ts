import "#server-only";
import type { FeatureInstance } from "#lib/access/decide-feature.ts";
import type { GrantId, TenantId } from "#lib/kernel/ids.ts";
import type { JsonObject } from "#lib/kernel/json.ts";
import { leaseSession, type SessionOwner } from "#lib/upstreams/lease-session.ts";
import type {
  UpstreamEra,
  UpstreamFailureReason,
  UpstreamReply,
  UpstreamRequest,
} from "#lib/upstreams/open-session.ts";
import { takePlace } from "../limits/take-place.ts";
import { noteHealth } from "../relay/note-health.ts";
import { toOwner } from "../to-owner.ts";

/** One instance, on behalf of one connection. */
export type Asked = {
  tenantId: TenantId;
  grantId: GrantId;
  instance: FeatureInstance;
  era?: UpstreamEra;
  signal?: AbortSignal;
};

export type Answer =
  | { ok: true; result: JsonObject; text: string }
  /** The instance's own error. */
  | { ok: false; reason: "error"; code: number }
  | { ok: false; reason: UpstreamFailureReason | "no_key" | "busy" };

const TIMEOUT_MS = 15_000;

/** Asks one instance for a list over its pooled session, in the client's own revision where the instance speaks it. */
export async function askInstance(asked: Asked, method: string, params: JsonObject): Promise<Answer> {
  const { tenantId, grantId, instance } = asked;
  const owner = toOwner(tenantId, instance);
  if (owner === null) return { ok: false, reason: "no_key" };
  const free = takePlace("call", { connection: grantId });
  if (free === null) return { ok: false, reason: "busy" };
  try {
    const reply = await send(owner, asked, { method, params: JSON.stringify(params) });
    noteHealth(instance, tenantId, reply);
    return toAnswer(reply);
  } finally {
    free();
  }
}

async function send(
  owner: SessionOwner,
  { signal, era = "legacy" }: Asked,
  request: UpstreamRequest,
): Promise<UpstreamReply> {
  const options = { timeoutMs: TIMEOUT_MS, ...(signal ? { signal } : {}) };
  return await leaseSession({ ...owner, era }).request(request, options);
}

function toAnswer(reply: UpstreamReply): Answer {
  if (!reply.ok) return { ok: false, reason: reply.reason };
  if ("error" in reply) return { ok: false, reason: "error", code: reply.error.code };
  return { ok: true, result: reply.result, text: reply.text };
}
