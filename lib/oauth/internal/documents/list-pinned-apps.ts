import "#server-only";
import { findPinnedDocument, listPinnedIds } from "./pinned-documents.ts";

/** An app whose own description we keep a copy of, and where it may return to. */
export type PinnedApp = { id: string; name: string; callbacks: string[] };

export function listPinnedApps(): PinnedApp[] {
  return listPinnedIds().map((id) => {
    const { client_name: name, redirect_uris: callbacks } = findPinnedDocument(id) ?? {};
    return { id, name: String(name), callbacks: [...(callbacks as string[])] };
  });
}
