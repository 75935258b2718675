import type { ProviderReason } from "#lib/identity/start-provider-sign-in.ts";

/** At which step of the test each reason stopped it. */
const STEPS = {
  provider_browser: "signIn",
  provider_cancelled: "signIn",
  provider_refused: "signIn",
  provider_unreachable: "signIn",
  provider_off: "signIn",
  provider_answer: "claims",
  provider_email: "claims",
  provider_domain: "claims",
} as const satisfies Partial<Record<ProviderReason, "signIn" | "claims">>;

export type TestReason = keyof typeof STEPS;

/** Whether that is a reason a test ends for; an address can say anything. */
export function isTestReason(value: unknown): value is TestReason {
  return typeof value === "string" && Object.hasOwn(STEPS, value);
}

export function stepOf(reason: TestReason): "signIn" | "claims" {
  return STEPS[reason];
}
