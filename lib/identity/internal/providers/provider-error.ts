import "#server-only";
import { log } from "#lib/platform/log/log.ts";

/** Why a sign-in at a provider did not happen: closed, so that pages and the recorder of attempts can tell them apart. */
export type ProviderReason =
  | "company_only"
  | "way_refused"
  | "provider_browser"
  | "provider_cancelled"
  | "provider_refused"
  | "provider_unreachable"
  | "provider_answer"
  | "provider_email"
  | "provider_domain"
  | "provider_off"
  | "provider_other_account"
  | "provider_taken"
  | "provider_bound";

/** Thrown inside this folder only; the verbs answer its reason. `detail` is ours, never the provider's text. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly reason: ProviderReason;

  constructor(reason: ProviderReason, detail?: string) {
    super(detail ?? reason);
    this.reason = reason;
  }
}

/** Leaves the reason and our own detail in the log, where an operator looks for it; answers the reason. */
export function logRefusal(
  { reason, message }: ProviderError,
  connection: string | undefined,
): ProviderReason {
  log.warn({ reason, detail: message, connection }, "a sign-in at a provider stopped");
  return reason;
}
