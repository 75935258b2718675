"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ConfirmDialog } from "../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../_ui/form.tsx";
import { useSubmitForm } from "../../../_ui/use-submit-form.ts";
import { disconnectOwn } from "../actions.ts";

type OwnFormProps = {
  /** How many connections work, in all organisations. */
  live: number;
  /** The list, with a button in each that names it. */
  children: ReactNode;
};

/** The form around one's own connections: ends the one whose button is pressed, or all after their number was read. */
export function OwnForm({ live, children }: OwnFormProps) {
  const t = useTranslations("connections.mine");
  const form = useSubmitForm(disconnectOwn);
  return (
    <Form form={form} layout="bare">
      {live > 0 && (
        <div className="flex justify-end">
          <ConfirmDialog
            name="all"
            value="yes"
            title={t("allTitle", { count: live })}
            description={<p>{t("allText")}</p>}
            confirmLabel={t("allConfirm", { count: live })}
          >
            {t("all")}
          </ConfirmDialog>
        </div>
      )}
      {children}
    </Form>
  );
}
