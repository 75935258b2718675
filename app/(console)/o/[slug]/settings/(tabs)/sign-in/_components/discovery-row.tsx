import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { checkSsoService } from "#lib/tenants/check-sso-service.ts";
import { TestRow } from "../../../../../../../_ui/test-run.tsx";
import { isTestReason } from "./test-steps.ts";

/** Asks the service while the page is shown; streamed, because it may take its time. */
export async function DiscoveryRow({ actor }: { actor: MemberActor }) {
  const [t, why] = await Promise.all([
    getTranslations("settings.signIn.test"),
    getTranslations("settings.signIn.reasons"),
  ]);
  const title = t("discovery");
  const checked = await check(actor);
  if (checked === null) {
    return (
      <TestRow title={title} state="skipped">
        {t("limited")}
      </TestRow>
    );
  }
  if (checked.ok) {
    return (
      <TestRow title={title} state="passed">
        {t("discoverySeen", { host: checked.signInHost })}
      </TestRow>
    );
  }
  const reason = isTestReason(checked.reason) ? checked.reason : "provider_answer";
  return <TestRow title={title} state="failed" cause={why(reason)} />;
}

/** Null when it was asked too often, or the settings went away meanwhile. */
async function check(actor: MemberActor): Promise<Awaited<ReturnType<typeof checkSsoService>> | null> {
  try {
    return await checkSsoService(actor, {});
  } catch (error) {
    if (isDomainError(error)) return null;
    throw error;
  }
}
