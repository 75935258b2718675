import "#server-only";
import type { TenantId, UpstreamId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import { seal, unsealText } from "#lib/platform/crypto/seal.ts";

/** What a sealed session id is bound to: for another client's session, or under another key, it does not open. */
export type LinkPlace = {
  tenantId: TenantId;
  mcpSessionId: string;
  upstreamId: UpstreamId;
  key: { id: UpstreamKeyId; version: number };
};

/** What is needed to go on with a session another process opened. To some instances the id is all a stranger needs. */
export type LinkSession = { sessionId: string; protocolVersion: string };

const LABEL = "mcp-link";

/** What a row keeps of an upstream session, readable for its place alone. */
export function sealLink(
  { sessionId, protocolVersion }: LinkSession,
  place: LinkPlace,
): Uint8Array<ArrayBuffer> {
  return seal(JSON.stringify([sessionId, protocolVersion]), { label: LABEL, aad: toAdditionalData(place) });
}

/** Null when the bytes were not sealed for this very place with a secret of the ring. */
export function unsealLink(sealed: Uint8Array, place: LinkPlace): LinkSession | null {
  const text = unsealText(sealed, { label: LABEL, aad: toAdditionalData(place) });
  if (text === null) return null;
  const [sessionId, protocolVersion] = JSON.parse(text) as [string, string];
  return { sessionId, protocolVersion };
}

function toAdditionalData({ tenantId, mcpSessionId, upstreamId, key }: LinkPlace): string {
  return [tenantId, mcpSessionId, upstreamId, key.id, key.version].join("|");
}
