import "#server-only";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { mayDo } from "#lib/kernel/permissions.ts";
import { type PictureProblem, shrinkPicture } from "#lib/platform/images/shrink-picture.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { parseInput } from "#lib/verbs/parse-input.ts";
import { recordLogo } from "./internal/logo/record-logo.ts";
import { LOGO_BYTES_MAX, LOGOS_PER_DAY } from "./policy.ts";
import { LogoInput } from "./schema.ts";

export type LogoProblem = PictureProblem | "bytes";
export type LogoOutcome = { ok: true; hash: string } | { ok: false; problem: LogoProblem };

/**
 * Makes the organisation's logo of a picture somebody chose: outside any transaction a small PNG of our own writing, of
 * which then one audited command keeps that alone. What is wrong with the picture is an outcome; throws
 * `limit_exceeded`, and `unavailable` when too many are being made.
 */
export const setLogo = Object.assign(
  async (actor: MemberActor, raw: unknown): Promise<LogoOutcome> => {
    // Refused, with its audit row, before anything is looked at.
    if (!mayDo(actor, recordLogo.permission)) return { ok: true, ...(await recordLogo(actor, raw)) };
    const { image } = parseInput(LogoInput, raw);
    if (image.length > LOGO_BYTES_MAX) return { ok: false, problem: "bytes" };
    await consumeLimit("tenant-logo", actor.tenantId, LOGOS_PER_DAY);
    const shrunk = await shrinkPicture(image);
    if (!shrunk.ok) return shrunk;
    return { ok: true, ...(await recordLogo(actor, { image: shrunk.png })) };
  },
  { action: recordLogo.action, permission: recordLogo.permission },
);
