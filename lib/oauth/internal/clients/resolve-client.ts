import "#server-only";
import type { Client } from "oidc-provider";
import { isDomainError } from "#lib/kernel/errors.ts";
import { log } from "#lib/platform/log/log.ts";
import { getProvider } from "../../get-provider.ts";

/** `unknown`: no such client, 401. `unreachable`: its document cannot be read now, 503. `secret`: C14, 401. */
export type ResolvedClient =
  | { ok: true; clientId: string | undefined; client: Client | undefined }
  | { ok: false; reason: "unknown" | "unreachable" | "secret" };

/** Whom a token or revocation request speaks for. Asked before its transaction opens, because it may fetch. */
export async function resolveClient(form: URLSearchParams, authorization?: string): Promise<ResolvedClient> {
  // Every client here is public: one that presents a secret holds another server's registration.
  if (form.get("client_secret") || authorization) return { ok: false, reason: "secret" };
  const clientId = form.get("client_id") ?? undefined;
  if (clientId === undefined) return { ok: true, clientId, client: undefined };
  try {
    const { Client } = await getProvider();
    return { ok: true, clientId, client: await Client.find(clientId) };
  } catch (error) {
    if (isNeverFetched(error)) return { ok: false, reason: "unknown" };
    log.warn(
      { clientId: clientId.slice(0, 200), reason: error instanceof Error ? error.message : "unknown" },
      "client not resolved",
    );
    return { ok: false, reason: "unreachable" };
  }
}

/** The client id is an address the guard refuses for good: no such client, rather than one to ask for again later. */
function isNeverFetched(error: unknown): boolean {
  const { cause } = error instanceof Error ? error : {};
  return isDomainError(error, "invalid_input") || (cause !== undefined && isNeverFetched(cause));
}
