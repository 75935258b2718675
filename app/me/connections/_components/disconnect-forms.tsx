"use client";

import { useTranslations } from "next-intl";
import { DisconnectButton, type Ended } from "../../../(console)/_components/disconnect-button.tsx";
import { ConfirmDialog } from "../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../_ui/form.tsx";
import { useSubmitForm } from "../../../_ui/use-submit-form.ts";
import { disconnectAll, disconnectOwn } from "../actions.ts";

/** Ends one connection of one's own. */
export function DisconnectOwn({ tenantId, connection }: { tenantId: string; connection: Ended }) {
  const form = useSubmitForm(disconnectOwn, { prefix: connection.id });
  return (
    <Form form={form} hidden={{ tenantId, id: connection.id }} layout="bare">
      <DisconnectButton connection={connection} />
    </Form>
  );
}

/** Ends all of one's own, and says first how many. */
export function DisconnectAll({ count }: { count: number }) {
  const t = useTranslations("connections");
  const form = useSubmitForm(disconnectAll, { prefix: "all" });
  return (
    <Form form={form} layout="bare">
      <ConfirmDialog
        title={t("mine.allTitle", { count })}
        description={
          <div className="grid gap-3">
            <p>{t("mine.allText")}</p>
          </div>
        }
        confirmLabel={t("mine.allConfirm", { count })}
      >
        {t("mine.all")}
      </ConfirmDialog>
    </Form>
  );
}
