import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { resolveTxt } from "#lib/platform/net/resolve-txt.ts";
import { admitProof } from "./internal/sso/admit-proof.ts";
import { recordProof } from "./internal/sso/record-proof.ts";

const PER_TENANT = { points: 30, durationSeconds: 10 * 60 };

export type ProvedDomain = { ok: true } | { ok: false; reason: "missing" | "unreachable" };

/**
 * Looks for the claimed domain's record in the DNS, outside any transaction, and writes down that it is there. Throws
 * `not_found`, `limit_exceeded`, `conflict` when another organisation proved the same domain first.
 */
export const proveDomain = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<ProvedDomain> => {
    const { id, record } = await admitProof(actor, raw);
    await consumeLimit("domain-prove", actor.tenantId, PER_TENANT);
    const texts = await resolveTxt(record.name).catch(() => null);
    if (texts === null) return { ok: false, reason: "unreachable" };
    if (!texts.some((text) => text.trim() === record.value)) return { ok: false, reason: "missing" };
    await recordProof(actor, { id });
    return { ok: true };
  },
  { action: recordProof.action, permission: recordProof.permission },
);
