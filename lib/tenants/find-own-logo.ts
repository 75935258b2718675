import "#server-only";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findImage } from "./internal/logo/store.ts";
import { isSlug } from "./schema.ts";

const HASH = /^[0-9a-f]{64}$/;

/**
 * The logo with that hash of the organisation with that slug, a PNG, any texts given; for its active members alone. Null
 * alike for no such organisation, one of somebody else's, one without a logo and a logo it has no more.
 */
export async function findOwnLogo(
  { personId }: PersonActor,
  { slug, hash }: { slug: string; hash: string },
): Promise<Uint8Array<ArrayBuffer> | null> {
  return isSlug(slug) && HASH.test(hash) ? await findImage(personId, { slug, hash }) : null;
}
