import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Settings } from "#lib/tenants/get-settings.ts";
import { Banner } from "../../../../../../../_ui/banner.tsx";
import { RelativeTime } from "../../../../../../../_ui/relative-time.tsx";
import { NotAllowed } from "../../../../../../_components/not-allowed.tsx";
import { ResumeForm } from "./danger-forms.tsx";

type PausedProps = { actor: MemberActor; paused: Settings["paused"]; mayResume: boolean };

/** That everything is paused, by whom and since when; nothing while it is not. */
export async function Paused({ actor, paused, mayResume }: PausedProps) {
  if (!paused) return null;
  const t = await getTranslations("settings.danger");
  const parts = {
    at: () => <RelativeTime at={paused.at} />,
    name: () => <bdi>{paused.byName}</bdi>,
  };
  return (
    <Banner
      tone="warn"
      title={t("pausedBanner")}
      action={
        mayResume ? (
          <ResumeForm slug={actor.tenantSlug} />
        ) : (
          <NotAllowed actor={actor} permission="tenant:pause" actions={[t("resume")]} />
        )
      }
    >
      {paused.byName === null ? t.rich("pausedBySomebody", parts) : t.rich("pausedBy", parts)}
    </Banner>
  );
}
