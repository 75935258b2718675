import { useTranslations } from "next-intl";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { Card } from "../../_ui/card.tsx";
import { CopyField } from "../../_ui/copy-field.tsx";
import { Disclosure } from "../../_ui/disclosure.tsx";
import { TextLink } from "../../_ui/text-link.tsx";

/** The two addresses an app can be given, and the lines for Claude Code. */
export function AddressCard({ address }: { address: string }) {
  const t = useTranslations("ui.address");
  const shared = `${getConfig().publicUrl}/api/mcp`;
  return (
    <Card title={t("title")}>
      <CopyField label={t("shared")} value={shared} hint={t("sharedHint")} />
      <CopyField
        label={t("claudeCode")}
        value={`claude mcp add --transport http trinity ${shared}`}
        hint={t("claudeCodeHint")}
      />
      <Disclosure summary={t("only")}>
        <CopyField label={t("own")} value={`${shared}/${address}`} hint={t("ownHint")} />
      </Disclosure>
      <p className="text-table text-muted">
        {t.rich("others", { link: (text) => <TextLink href="/add-to-claude">{text}</TextLink> })}
      </p>
    </Card>
  );
}
