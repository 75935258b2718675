"use client";

import { useTranslations } from "next-intl";
import { Card } from "../../../../../../_ui/card.tsx";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { TextField } from "../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { blockApp } from "../../actions.ts";

type BlockFormProps = {
  id: string;
  slug: string;
  app: string;
  use: { people: number; connections: number };
  requests: number;
  /** The form stays, out of sight: it is what offers to take the block back. */
  isBlocked: boolean;
};

/** Ends every connection of the app and keeps it out; says what stops, in numbers, before it does. */
export function BlockForm({ id, slug, app, use, requests, isBlocked }: BlockFormProps) {
  const t = useTranslations("apps.app");
  const form = useSubmitForm(blockApp, { prefix: "block-" });
  const { people, connections } = use;
  return (
    <div hidden={isBlocked}>
      <Card title={t("blockTitle")} tone="danger">
        <p className="max-w-[72ch]">{t("blockText")}</p>
        <Form form={form} hidden={{ slug, id }}>
          <TextField
            {...form.field("reason")}
            label={t("blockReason")}
            hint={t("blockReasonHint")}
            isOptional
            maxLength={500}
            autoComplete="off"
          />
          <div>
            <ConfirmDialog
              title={t("blockQuestion", { app })}
              description={<p>{t("blockConsequence", { people, connections, requests })}</p>}
              confirmLabel={t("blockConfirm", { app })}
            >
              {t("block")}
            </ConfirmDialog>
          </div>
        </Form>
      </Card>
    </div>
  );
}
