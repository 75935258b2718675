import "#server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Client } from "oidc-provider";
import { once } from "#lib/platform/registry/once.ts";
import type { TokenAnswer } from "./seal-successor.ts";
import type { TokenGrant } from "./store.ts";

export type Executor = {
  query(config: { name?: string; text: string; values: unknown[] }): Promise<{
    rows: Record<string, unknown>[];
    rowCount: number | null;
  }>;
};

/** What became of the code or token a request presented, where that is more than success or a plain refusal. */
export type TokenOutcome =
  | "rotated"
  | "replayed"
  | "unknown_token"
  | "expired_token"
  | "grant_ended"
  | "other_client"
  | "successor_used"
  | "too_often"
  | "token_reused"
  | "code_retried"
  | "code_reused";

/** What the adapter must know of the request it serves. `executor` is the open transaction. */
export type TokenRequest = {
  kind: "token" | "revocation";
  clientId: string | undefined;
  codeVerifier: string | undefined;
  /** The addresses the request asks a token for; empty when it leaves that to us. */
  resources: readonly string[];
  /** Resolved before the transaction opened: nothing is fetched or looked up for it again. */
  client: Client | undefined;
  executor?: Executor;
  /** The first statement that failed, whatever the provider made of it. */
  databaseError?: unknown;
  outcome?: TokenOutcome;
  /** What stands behind the live refresh token this request presented. */
  claimed?: { grantId: string; grant: TokenGrant };
  /** The grant the request's tokens are for, once it was looked up. */
  grant?: TokenGrant;
  /** The refresh token this request uses up. */
  spent?: string;
  /** An earlier answer, to be given again in place of whatever the provider says. */
  replay?: TokenAnswer;
  /** Refused for now, and nothing was used up: the seconds to wait. */
  waitSeconds?: number;
  /** What others are to be told once the transaction is kept. */
  afterCommit?: (() => Promise<void>)[];
};

/** The provider may have been made by another copy of this module, so the storage is the process's. */
export function requestContext(): AsyncLocalStorage<TokenRequest> {
  return once("oauth.request", () => new AsyncLocalStorage<TokenRequest>());
}

/** The token or revocation request being served, if any. */
export function currentTokenRequest(): TokenRequest | undefined {
  return requestContext().getStore();
}
