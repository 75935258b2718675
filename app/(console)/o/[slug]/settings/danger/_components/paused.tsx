import { getTranslations } from "next-intl/server";
import type { Settings } from "#lib/tenants/get-settings.ts";
import { Banner } from "../../../../../../_ui/banner.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { ResumeForm } from "./danger-forms.tsx";

type PausedProps = { slug: string; paused: Settings["paused"]; mayResume: boolean };

/** That everything is paused, by whom and since when; nothing while it is not. */
export async function Paused({ slug, paused, mayResume }: PausedProps) {
  if (!paused) return null;
  const t = await getTranslations("settings.danger");
  const parts = {
    at: () => <RelativeTime at={paused.at} />,
    name: () => <bdi>{paused.byName}</bdi>,
  };
  return (
    <Banner tone="warn" title={t("pausedBanner")} action={mayResume && <ResumeForm slug={slug} />}>
      {paused.byName === null ? t.rich("pausedBySomebody", parts) : t.rich("pausedBy", parts)}
    </Banner>
  );
}
