import { getTranslations } from "next-intl/server";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { PlaceForm } from "../../_components/place-form.tsx";
import { editInstance, pauseInstance } from "../../actions.ts";
import { ButtonForm } from "./button-form.tsx";
import { RemoveInstance } from "./remove-instance.tsx";

/** What stops calls, or takes keys away. */
export async function DangerTab({ slug, upstream }: { slug: string; upstream: UpstreamDetail }) {
  const t = await getTranslations("instances.danger");
  const { id, version, pausedAt } = upstream;
  return (
    <div className="grid gap-6">
      <Card title={t(pausedAt === null ? "pauseTitle" : "paused")}>
        <p className="max-w-[72ch] text-muted">
          {pausedAt === null
            ? t("pauseText")
            : t.rich("pausedText", { at: () => <RelativeTime at={pausedAt} /> })}
        </p>
        <ButtonForm
          action={pauseInstance}
          hidden={{ slug, id, isPaused: pausedAt === null ? "true" : "false" }}
          label={t(pausedAt === null ? "pause" : "resume")}
        />
      </Card>
      <Card title={t("editTitle")}>
        <p className="max-w-[72ch] text-muted">{t("editText")}</p>
        <PlaceForm action={editInstance} hidden={{ slug, id, version }} place={upstream} submit={t("edit")} />
      </Card>
      <RemoveInstance slug={slug} upstream={upstream} />
    </div>
  );
}
