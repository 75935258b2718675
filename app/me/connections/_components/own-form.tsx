"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { AskDisconnect } from "../../../(console)/_components/ask-disconnect.tsx";
import type { Ended } from "../../../(console)/_components/disconnect-text.tsx";
import { ConfirmDialog } from "../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../_ui/form.tsx";
import { useSubmitForm } from "../../../_ui/use-submit-form.ts";
import { disconnectOwn } from "../actions.ts";

type OwnFormProps = {
  /** How many connections work, in all organisations. */
  live: number;
  /** Those of the list that can be ended, by what their button sends. */
  endable: Readonly<Record<string, Ended>>;
  /** The list, with a button in each that names it. */
  children: ReactNode;
};

/** The form around one's own connections: ends the one whose button is pressed, or all after their number was read. */
export function OwnForm({ live, endable, children }: OwnFormProps) {
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
      <AskDisconnect connections={endable}>{children}</AskDisconnect>
    </Form>
  );
}
