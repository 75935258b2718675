import { getFormatter, getTranslations } from "next-intl/server";
import type { Settings } from "#lib/tenants/get-settings.ts";
import { SIGN_IN_WAYS } from "#lib/tenants/schema.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../_ui/key-value.tsx";
import { WaysForm } from "./ways-form.tsx";

type WaysCardProps = { slug: string; settings: Settings["settings"]; mayChange: boolean };

/** How people may have signed in who enter. */
export async function WaysCard({ slug, settings, mayChange }: WaysCardProps) {
  const [t, format] = await Promise.all([getTranslations("settings.signIn.ways"), getFormatter()]);
  const { signInWays: ways, waysVersion } = settings;
  const words = SIGN_IN_WAYS.filter((way) => ways.includes(way)).map((way) => t(way));
  return (
    <Card title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      {mayChange ? (
        <WaysForm slug={slug} version={waysVersion} ways={ways} />
      ) : (
        <KeyValue items={[{ key: t("legend"), value: format.list(words, "any") }]} />
      )}
    </Card>
  );
}
