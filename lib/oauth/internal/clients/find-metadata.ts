import "#server-only";
import type { Payload } from "oidc-provider";
import { findRecord } from "../../store.ts";
import { findPinnedDocument } from "../documents/pinned-documents.ts";
import { type DocumentProblem, resolveDocument } from "../documents/resolve-document.ts";

export type FoundMetadata =
  | { ok: true; metadata: Payload }
  | { ok: false; reason: DocumentProblem }
  | { ok: false; reason: "unknown_client" };

const ID_LENGTH_MAX = 2048;

/** What a client id stands for: a pinned document, a published one, or a registration. May fetch; never in a transaction. */
export async function findMetadata(clientId: string): Promise<FoundMetadata> {
  const pinned = findPinnedDocument(clientId);
  if (pinned) return { ok: true, metadata: pinned };
  // Postgres text takes no NUL.
  if (clientId.length > ID_LENGTH_MAX || clientId.includes("\0"))
    return { ok: false, reason: "unknown_client" };
  if (clientId.startsWith("https://")) {
    const found = await resolveDocument("client", clientId);
    return found.ok ? { ok: true, metadata: found.payload } : found;
  }
  const record = await findRecord("Client", clientId);
  return record ? { ok: true, metadata: record.payload } : { ok: false, reason: "unknown_client" };
}
