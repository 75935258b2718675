"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { DisconnectText, type Ended } from "../../../../_components/disconnect-text.tsx";
import { disconnect } from "../actions.ts";

type DisconnectOneProps = {
  slug: string;
  id: string;
  connection: Ended;
  /** Without a button the form stays, to say what the one before it did. */
  isEndable: boolean;
};

/** A form of its own for one connection. */
export function DisconnectOne({ slug, id, connection, isEndable }: DisconnectOneProps) {
  const t = useTranslations("connections.disconnect");
  const form = useSubmitForm(disconnect);
  const { app } = connection;
  return (
    <Form form={form} hidden={{ slug, only: id }} layout="bare">
      {isEndable && (
        <ConfirmDialog
          tone="secondary"
          title={t("title", { app })}
          description={<DisconnectText {...connection} />}
          confirmLabel={t("one", { app })}
        >
          {t("one", { app })}
        </ConfirmDialog>
      )}
    </Form>
  );
}
