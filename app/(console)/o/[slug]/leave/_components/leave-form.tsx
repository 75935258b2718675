"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { LinkButton } from "../../../../../_ui/link-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { leave } from "../actions.ts";

export function LeaveForm({ slug, organisation }: { slug: string; organisation: string }) {
  const t = useTranslations("members.leave");
  const form = useSubmitForm(leave);
  return (
    <Form form={form} hidden={{ slug }}>
      <div className="flex flex-wrap gap-3">
        <ConfirmDialog
          title={t("confirm", { organisation })}
          description={<p>{t.rich("text", { organisation: () => <bdi>{organisation}</bdi> })}</p>}
          confirmLabel={t("submit", { organisation })}
        >
          {t("submit", { organisation })}
        </ConfirmDialog>
        <LinkButton href={`/o/${slug}`}>{t("back")}</LinkButton>
      </div>
    </Form>
  );
}
