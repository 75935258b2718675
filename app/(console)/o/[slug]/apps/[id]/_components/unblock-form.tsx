"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { unblockApp } from "../../actions.ts";

export function UnblockForm({ id, slug }: { id: string; slug: string }) {
  const t = useTranslations("apps.app");
  const form = useSubmitForm(unblockApp);
  return (
    <Form form={form} hidden={{ slug, id }} layout="bare">
      <SubmitButton tone="secondary">{t("unblock")}</SubmitButton>
    </Form>
  );
}
