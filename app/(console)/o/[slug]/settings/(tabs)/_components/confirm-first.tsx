import { getTranslations } from "next-intl/server";
import { toConfirmPath } from "../../../../../../_http/require-recent-sign-in.ts";
import { Banner } from "../../../../../../_ui/banner.tsx";
import { LinkButton } from "../../../../../../_ui/link-button.tsx";

/** In the place of forms that a sign-in of a while ago is not enough for. */
export async function ConfirmFirst({ page, what }: { page: string; what: "text" | "danger" | "stream" }) {
  const t = await getTranslations("settings.confirm");
  return (
    <Banner
      tone="info"
      title={t("title")}
      action={<LinkButton href={toConfirmPath(page)}>{t("action")}</LinkButton>}
    >
      {t(what)}
    </Banner>
  );
}
