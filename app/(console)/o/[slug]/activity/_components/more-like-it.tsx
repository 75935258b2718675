import { useTranslations } from "next-intl";
import type { BrowsedCall } from "#lib/activity/list-tool-calls.ts";
import { Section } from "../../../../../_ui/section.tsx";
import { TextLink } from "../../../../../_ui/text-link.tsx";
import { toActivityHref } from "../read-query.ts";

/** Ways to calls that have something in common with this one. */
export function MoreLikeIt({ call, base }: { call: BrowsedCall; base: string }) {
  const t = useTranslations("activity.call");
  const { personEmail, grantId } = call;
  const to = (fields: Parameters<typeof toActivityHref>[1]) =>
    toActivityHref(base, { range: "30d", ...fields });
  return (
    <Section title={t("more")}>
      <ul className="grid gap-2">
        <li>
          <TextLink href={to({ tool: call.name })}>{t("sameTool")}</TextLink>
        </li>
        {personEmail !== null && (
          <li>
            <TextLink href={to({ email: personEmail })}>{t("samePerson")}</TextLink>
          </li>
        )}
        {grantId !== null && (
          <li>
            <TextLink href={to({ connection: grantId })}>{t("sameConnection")}</TextLink>
          </li>
        )}
      </ul>
    </Section>
  );
}
