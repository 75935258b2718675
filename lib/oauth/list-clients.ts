import "#server-only";
import { type BlockedClient, findBlocks } from "./internal/blocked/store.ts";
import { type ClientKind, listClients as readClients } from "./internal/clients/store.ts";
import { findPinnedDocument, listPinnedIds } from "./internal/documents/pinned-documents.ts";
import { listDocumentStates } from "./internal/documents/store.ts";

export type ListedClient = {
  id: string;
  name: string;
  kind: ClientKind;
  method: string;
  redirectUris: string[];
  createdAt: Date;
  usedAt: Date | null;
};
export type ListedPin = {
  id: string;
  name: string;
  checkedAt: Date | null;
  state: "as pinned" | "differs" | "not reached" | "not checked yet";
  differsSince: Date | null;
};
export type ClientList = {
  clients: ListedClient[];
  total: number;
  pinned: ListedPin[];
  /** Those that are let in nowhere, the newest first. */
  blocked: BlockedClient[];
};

const LISTED_MAX = 100;

/** The pinned clients with what the last look at them found, and the stored ones: operators' first, newest next. */
export async function listClients(): Promise<ClientList> {
  const { clients, total } = await readClients(LISTED_MAX);
  const states = new Map((await listDocumentStates(listPinnedIds())).map((state) => [state.url, state]));
  return {
    total,
    blocked: await findBlocks(),
    clients: clients.map(({ id, kind, payload, createdAt, usedAt }) => ({
      id,
      name: String(payload.client_name),
      kind,
      method: String(payload.token_endpoint_auth_method),
      redirectUris: payload.redirect_uris as string[],
      createdAt,
      usedAt,
    })),
    pinned: listPinnedIds().map((id) => {
      const seen = states.get(id);
      const state = toState(seen);
      const name = String(findPinnedDocument(id)?.client_name);
      return {
        id,
        name,
        state,
        checkedAt: seen?.checkedAt ?? null,
        differsSince: seen?.differsSince ?? null,
      };
    }),
  };
}

function toState(
  seen: { failure: string | null; differsSince: Date | null; checkedAt: Date | null } | undefined,
): ListedPin["state"] {
  if (!seen?.checkedAt) return "not checked yet";
  if (seen.differsSince) return "differs";
  return seen.failure === null ? "as pinned" : "not reached";
}
