import { getTranslations } from "next-intl/server";
import type { UpstreamDetail } from "#lib/upstreams/get-upstream.ts";
import { Card } from "../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { ActionForm } from "../../../../../_components/action-form.tsx";
import { removeInstance } from "../../actions.ts";

export async function RemoveInstance({ slug, upstream }: { slug: string; upstream: UpstreamDetail }) {
  const t = await getTranslations("instances.remove");
  const { id, name, tools } = upstream;
  const count = tools.length;
  return (
    <Card title={t("title")} tone="danger">
      <p className="max-w-[72ch] text-muted">{t("text", { count })}</p>
      <ActionForm action={removeInstance} hidden={{ slug, id }}>
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
    </Card>
  );
}
