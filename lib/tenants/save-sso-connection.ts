import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { checkUrl } from "#lib/platform/net/check-url.ts";
import { command } from "#lib/verbs/command.ts";
import { changedMeanwhile } from "./internal/settings/changed-meanwhile.ts";
import { fromDay } from "./internal/sso-secret/days.ts";
import { requireSeen } from "./internal/sso/require-seen.ts";
import { sealSecret } from "./internal/sso/seal-secret.ts";
import { findConnection, saveConnection } from "./internal/sso/store.ts";
import { SaveSsoInput } from "./schema.ts";

/**
 * Stores the organisation's identity provider, its secret sealed and never shown again. Whatever is saved is off until
 * it was tested and switched on again, so that a slip locks nobody out: codes work meanwhile. Throws `conflict` when it is
 * not as it was `seen`.
 */
export const saveSsoConnection = command({
  action: "sso.save",
  permission: "sign-in:write",
  input: SaveSsoInput,
  async run({ tx, actor: { tenantId } }, { issuer, clientId, clientSecret, secretEndsOn, seen }) {
    requireIssuer(issuer);
    const before = await findConnection(tx, tenantId);
    requireSeen(before, seen);
    // The organisation's own, so that the address the provider must know is known before anything is saved.
    const id = before?.id ?? tenantId;
    const version = (before?.version ?? 0) + 1;
    const secretSealed = sealSecret(clientSecret, { tenantId, connectionId: id, version });
    const saved = { id, version, issuer, clientId, secretSealed, secretEndsOn: fromDay(secretEndsOn) };
    if (!(await saveConnection(tx, tenantId, before, saved))) throw changedMeanwhile();
    return {
      result: { id, version },
      audit: {
        target: id,
        ...(before ? { before: { issuer: before.issuer, clientId: before.clientId } } : {}),
        after: { issuer, clientId, ...(secretEndsOn === null ? {} : { secretEndsOn }) },
      },
    };
  },
});

/** As the guarded fetch will dial it, and without what an issuer never has (OpenID Connect Discovery 1.0 section 3). */
function requireIssuer(issuer: string): void {
  checkUrl(issuer);
  if (!/[?#]/.test(issuer)) return;
  throw new DomainError("invalid_input", "An issuer has no query. Copy it from your provider’s settings.");
}
