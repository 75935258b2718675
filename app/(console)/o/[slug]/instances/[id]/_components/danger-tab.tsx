import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { RelativeTime } from "../../../../../../_ui/relative-time.tsx";
import { NotAllowed } from "../../../../../_components/not-allowed.tsx";
import { PlaceForm } from "../../_components/place-form.tsx";
import { editInstance, pauseInstance } from "../../actions.ts";
import { ButtonForm } from "./button-form.tsx";
import { RemoveInstance } from "./remove-instance.tsx";

type DangerTabProps = { actor: MemberActor; upstream: UpstreamDetail; mayChange: boolean };

/** What stops calls, or takes keys away. */
export async function DangerTab({ actor, upstream, mayChange }: DangerTabProps) {
  const t = await getTranslations("instances.danger");
  const { id, version, pausedAt } = upstream;
  const { tenantSlug: slug } = actor;
  const pause = t(pausedAt === null ? "pause" : "resume");
  return (
    <div className="grid gap-6">
      <Card title={t(pausedAt === null ? "pauseTitle" : "paused")}>
        <p className="max-w-[72ch] text-muted">
          {pausedAt === null
            ? t("pauseText")
            : t.rich("pausedText", { at: () => <RelativeTime at={pausedAt} /> })}
        </p>
        {mayChange ? (
          <ButtonForm
            action={pauseInstance}
            hidden={{ slug, id, isPaused: pausedAt === null ? "true" : "false" }}
            label={pause}
          />
        ) : (
          <NotAllowed actor={actor} permission="upstream:write" actions={[pause]} />
        )}
      </Card>
      {mayChange && (
        <Card title={t("editTitle")}>
          <p className="max-w-[72ch] text-muted">{t("editText")}</p>
          <PlaceForm
            action={editInstance}
            hidden={{ slug, id, version }}
            place={upstream}
            submit={t("edit")}
          />
        </Card>
      )}
      <RemoveInstance actor={actor} upstream={upstream} mayChange={mayChange} />
    </div>
  );
}
