import "#server-only";
import type { Provider } from "#lib/identity/find-google.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { unsealSecret } from "./seal-secret.ts";
import type { ConnectionRow } from "./store.ts";

/** An organisation's connection as sign-in uses it, speaking for the proved domains alone. */
export function toProvider(
  tenantId: TenantId,
  { id, issuer, clientId, secretSealed, version }: ConnectionRow,
  domains: readonly string[],
): Provider {
  const clientSecret = unsealSecret(secretSealed, { tenantId, connectionId: id, version });
  return { connection: id, issuer, clientId, clientSecret, version, domains, pool: tenantId };
}
