import "#server-only";
import type Provider from "oidc-provider";
import type { Context } from "oidc-provider";
import { findAttemptNumber, noteOutcome } from "#lib/activity/note-outcome.ts";
import type { ReasonCode } from "#lib/activity/schema.ts";
import { parseResource } from "../parse-resource.ts";
import { toResourceUri } from "./resource-uri.ts";
import { toRedirectHost } from "./to-redirect-host.ts";

/** Carries an attempt's number beside every answer of the authorization endpoint. */
export const ATTEMPT_HEADER = "connect-attempt";

/** Tells the connection recorder what the provider made of the request it is answering. */
export function watchProvider(provider: Provider): void {
  provider.on("interaction.started", (ctx) => {
    noteOutcome({ outcome: "passed", ...describe(ctx) });
    if (findAttemptNumber() === null) return;
    noteOutcome({ interactionUid: ctx.oidc.entities.Interaction?.uid });
    ctx.set(ATTEMPT_HEADER, findAttemptNumber() ?? "");
  });
  provider.on("authorization.success", (ctx) =>
    noteOutcome({ outcome: "passed", grantId: ctx.oidc.entities.Grant?.jti }),
  );
  provider.on("authorization.error", (ctx, error) => noteRefusedRequest(ctx, error));
  provider.on("grant.success", (ctx) => noteOutcome({ grantId: ctx.oidc.entities.Grant?.jti }));
  provider.on("grant.error", (ctx, error) => noteRefusedGrant(ctx, error));
}

type ProviderFault = { error?: string; error_description?: string; error_detail?: string };

/** What an authorization request says of itself, from the parameters the provider has taken. */
function describe({ oidc }: Context) {
  const { redirect_uri: redirectUri, resource, client_id: clientId } = oidc.params;
  const parsed = typeof resource === "string" ? parseResource(resource) : null;
  const isUrl = typeof redirectUri === "string" && URL.canParse(redirectUri);
  return {
    clientId: oidc.client?.clientId ?? (typeof clientId === "string" ? clientId : undefined),
    clientName: oidc.client?.clientName,
    redirectHost: isUrl ? toRedirectHost(redirectUri) : undefined,
    resource: parsed ? toResourceUri(parsed) : undefined,
  };
}

const REFUSALS: Readonly<Record<string, ReasonCode>> = {
  invalid_redirect_uri: "redirect_mismatch",
  invalid_target: "resource_unknown",
  invalid_scope: "scope_refused",
  consent_required: "consent_required",
  login_required: "consent_required",
  server_error: "server_fault",
};

/** What is behind an app that is none: it is blocked, or what it says of itself at an address is at fault. */
const IDENTITIES: Readonly<Record<string, ReasonCode>> = {
  app_blocked: "app_blocked",
  document_address: "document_refused",
  document_refused: "document_refused",
  document_unreachable: "document_unreachable",
  document_limited: "rate_limited",
};

function noteRefusedRequest(ctx: Context, fault: unknown): void {
  const { error = "", error_description: text = "", error_detail: detail = "" } = fault as ProviderFault;
  // On the way back: the person's no is recorded where it was given, anything else means the request is over.
  if (ctx.oidc.route === "resume") {
    const isDenied = error === "access_denied";
    return noteOutcome({
      outcome: isDenied ? "seen" : "failed",
      reason: isDenied ? "denied" : "request_expired",
    });
  }
  const known = describe(ctx);
  const identity = IDENTITIES[detail] ?? (error === "invalid_client" ? "client_unknown" : undefined);
  if (identity !== undefined) {
    return noteOutcome({ ...known, stage: "S4", outcome: "failed", reason: identity });
  }
  const isPkce = error === "invalid_request" && /PKCE|code_challenge/.test(text);
  const reason = isPkce ? "pkce_missing" : (REFUSALS[error] ?? "request_incomplete");
  noteOutcome({ ...known, outcome: "failed", reason });
}

const GRANT_FAULTS: readonly (readonly [RegExp, ReasonCode])[] = [
  [/code is expired|code not found/, "code_expired"],
  [/already (?:consumed|used)|redeemed before|used by another request/, "code_reused"],
  [/redirect_uri mismatch/, "token_redirect_mismatch"],
  [/client mismatch/, "client_mismatch"],
  [/refresh token/, "refresh_dead"],
  [/grant not found|grant is expired|account not found/, "grant_ended"],
];

/** The wire text says only that the grant is invalid; the provider's detail says why (a literal of the library's). */
function noteRefusedGrant({ oidc }: Context, fault: unknown): void {
  const { error, error_detail: detail = "" } = fault as ProviderFault;
  const { AuthorizationCode: code, Grant: grant } = oidc.entities;
  noteOutcome({
    outcome: "failed",
    reason: toGrantReason(error, detail),
    grantId: grant?.jti ?? code?.grantId,
  });
}

function toGrantReason(error: string | undefined, detail: string): ReasonCode {
  if (error === "invalid_client") return "proof_refused";
  if (error === "invalid_target") return "resource_unknown";
  if (error === "unsupported_grant_type" || error === "unauthorized_client") return "grant_type_unsupported";
  if (error !== "invalid_grant") return "request_incomplete";
  // A verifier that does not match is the one refusal without a detail.
  return GRANT_FAULTS.find(([pattern]) => pattern.test(detail))?.[1] ?? "verifier_mismatch";
}
