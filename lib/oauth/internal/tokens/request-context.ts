import "#server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Client } from "oidc-provider";
import { once } from "#lib/platform/registry/once.ts";

export type Executor = {
  query(config: { name?: string; text: string; values: unknown[] }): Promise<{
    rows: Record<string, unknown>[];
    rowCount: number | null;
  }>;
};

/** What the adapter must know of the request it serves. `executor` is the open transaction. */
export type TokenRequest = {
  kind: "token" | "revocation";
  clientId: string | undefined;
  codeVerifier: string | undefined;
  /** Resolved before the transaction opened: nothing is fetched or looked up for it again. */
  client: Client | undefined;
  executor?: Executor;
};

/** The provider may have been made by another copy of this module, so the storage is the process's. */
export function requestContext(): AsyncLocalStorage<TokenRequest> {
  return once("oauth.request", () => new AsyncLocalStorage<TokenRequest>());
}

/** The token or revocation request being served, if any. */
export function currentTokenRequest(): TokenRequest | undefined {
  return requestContext().getStore();
}
