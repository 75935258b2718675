import "#server-only";
import { Buffer } from "node:buffer";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { seal, unsealText } from "#lib/platform/crypto/seal.ts";

/** Whose cursor it is and for what: with another connection, list or instance it does not open. */
type CursorPlace = { actor: ClientActor; upstreamId: UpstreamId; method: string };

const LENGTH_MAX = 16_384;

/** An instance's cursor as its client gets it; null for one nobody would send back. */
export function sealCursor(cursor: string, place: CursorPlace): string | null {
  if (cursor.length > LENGTH_MAX) return null;
  return Buffer.from(seal(cursor, toOptions(place))).toString("base64url");
}

/** The instance's cursor again; null for what we did not give to this connection for this list. */
export function openCursor(sealed: string, place: CursorPlace): string | null {
  if (sealed.length > 4 * LENGTH_MAX) return null;
  return unsealText(Buffer.from(sealed, "base64url"), toOptions(place));
}

function toOptions({ actor, upstreamId, method }: CursorPlace) {
  return { label: "list-cursor", aad: [actor.tenantId, actor.grantId, upstreamId, method].join("|") };
}
