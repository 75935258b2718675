"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../_ui/confirm-dialog.tsx";
import { Form } from "../../_ui/form.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { block } from "../actions.ts";

/** Blocks the app of that id on the whole server; `id` is the one chosen in a list. */
export function BlockAppForm({ id }: { id: string }) {
  const t = useTranslations("ops.clients.block");
  const form = useSubmitForm(block, { prefix: "block-" });
  return (
    <Form form={form}>
      <TextField
        {...form.field("id", id)}
        label={t("id")}
        hint={t("idHint")}
        maxLength={2048}
        autoComplete="off"
      />
      <TextField
        {...form.field("reason")}
        label={t("reason")}
        hint={t("reasonHint")}
        maxLength={500}
        autoComplete="off"
      />
      <div>
        <ConfirmDialog
          title={t("question")}
          description={<p>{t("consequence")}</p>}
          confirmLabel={t("button")}
        >
          {t("button")}
        </ConfirmDialog>
      </div>
    </Form>
  );
}
