import { getTranslations } from "next-intl/server";
import { getAppSettings } from "#lib/grants/get-app-settings.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { TextLink } from "../../../../../_ui/text-link.tsx";

/** The rule in a line above the list, which may be long, and the way to it. */
export async function RuleLine({ actor }: { actor: MemberActor }) {
  const [t, { policy }] = await Promise.all([getTranslations("apps.rule"), getAppSettings(actor, {})]);
  return (
    <p className="mb-4">
      {t.rich("line", {
        rule: t(policy),
        link: (words) => <TextLink href={`/o/${actor.tenantSlug}/apps#rule`}>{words}</TextLink>,
      })}
    </p>
  );
}
