import { getFormatter, getTranslations } from "next-intl/server";
import type { Settings } from "#lib/tenants/get-settings.ts";
import type { SignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { Banner } from "../../../../../../../_ui/banner.tsx";
import { Card } from "../../../../../../../_ui/card.tsx";
import { KeyValue } from "../../../../../../../_ui/key-value.tsx";
import { WaysForm } from "./ways-form.tsx";

type WaysCardProps = SignInSettings["ways"] & {
  slug: string;
  settings: Settings["settings"];
  mayChange: boolean;
};

/** How people may have signed in who enter. */
export async function WaysCard({ slug, settings, mayChange, offered, gone }: WaysCardProps) {
  const [t, format] = await Promise.all([getTranslations("settings.signIn.ways"), getFormatter()]);
  const { signInWays: ways, waysVersion } = settings;
  const words = offered.filter((way) => ways.includes(way)).map((way) => t(way));
  return (
    <Card title={t("title")}>
      <p className="max-w-[72ch] text-muted">{t("text")}</p>
      {gone.length > 0 && (
        <Banner
          tone="warn"
          title={t("gone", {
            ways: format.list(
              gone.map((way) => t(way)),
              "all",
            ),
          })}
        >
          {t(mayChange ? "goneText" : "goneRead")}
        </Banner>
      )}
      {mayChange ? (
        <WaysForm slug={slug} version={waysVersion} ways={ways} offered={offered} />
      ) : (
        <KeyValue
          items={[{ key: t("legend"), value: words.length > 0 ? format.list(words, "any") : t("none") }]}
        />
      )}
    </Card>
  );
}
