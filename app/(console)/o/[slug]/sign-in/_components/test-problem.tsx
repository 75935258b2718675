import type { ProviderReason } from "#lib/identity/start-provider-sign-in.ts";
import { Banner } from "../../../../../_ui/banner.tsx";

/** Why a test sign-in ended, for the owner who set the provider up; nothing in here comes from the provider. */
const PROBLEMS: Partial<Record<ProviderReason, string>> = {
  provider_browser:
    "The test was not started in this browser and by you, took too long, or was used already. Start it again here.",
  provider_cancelled: "You stopped before the sign-in was done. Start the test again.",
  provider_refused:
    "Your sign-in service answered with an error. Check the issuer, the client ID and the client secret, and that the callback address is registered there.",
  provider_unreachable:
    "Your sign-in service did not answer. Check the issuer, and that it can be reached from the public internet.",
  provider_answer:
    "The answer could not be trusted. Check that the issuer is written exactly as your sign-in service names itself.",
  provider_email:
    "No verified e-mail address came back. Let your sign-in service send the address, marked as verified.",
  provider_domain:
    "The address that came back is not in a domain proved above. Prove its domain, or sign in there with another account.",
  provider_off: "These settings were changed while you were away. Start the test again.",
};

/** What the test sign-in before this page found wrong; only texts of ours are shown, whatever the address says. */
export function TestProblem({ problem }: { problem: string | string[] | undefined }) {
  if (typeof problem !== "string" || !Object.hasOwn(PROBLEMS, problem)) return null;
  return (
    <div className="mb-6">
      <Banner tone="danger" title="The test did not pass" live="alert">
        {PROBLEMS[problem as ProviderReason]}
      </Banner>
    </div>
  );
}
