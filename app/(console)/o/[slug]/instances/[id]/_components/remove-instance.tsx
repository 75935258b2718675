import { getTranslations } from "next-intl/server";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { ActionForm } from "../../../../../_components/action-form.tsx";
import { NotAllowed } from "../../../../../_components/not-allowed.tsx";
import { removeInstance } from "../../actions.ts";

type RemoveInstanceProps = { actor: MemberActor; upstream: UpstreamDetail; mayChange: boolean };

export async function RemoveInstance({ actor, upstream, mayChange }: RemoveInstanceProps) {
  const t = await getTranslations("instances.remove");
  const { id, name, tools } = upstream;
  const count = tools.length;
  return (
    <Card title={t("title")} tone="danger">
      <p className="max-w-[72ch] text-muted">{t("text", { count })}</p>
      {mayChange ? (
        <ActionForm action={removeInstance} hidden={{ slug: actor.tenantSlug, id }}>
          <div>
            <ConfirmDialog
              title={t("question", { name })}
              description={<p>{t("consequence", { count })}</p>}
              confirmLabel={t("confirm", { name })}
            >
              {t("button")}
            </ConfirmDialog>
          </div>
        </ActionForm>
      ) : (
        <NotAllowed actor={actor} permission="upstream:write" actions={[t("button")]} />
      )}
    </Card>
  );
}
