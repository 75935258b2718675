"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../../_ui/confirm-dialog.tsx";
import { CopyField } from "../../../../../_ui/copy-field.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { type CopiedLink, copyLink, resend, revoke } from "../actions.ts";

type Props = { slug: string; id: string; email: string; canSend: boolean; canCopy: boolean };

/** Send an invitation again, take its link away to hand over, or take it back. */
export function InvitationActions({ slug, id, email, canSend, canCopy }: Props) {
  const t = useTranslations("members.invitations");
  const hidden = { slug, id };
  const sending = useSubmitForm(resend);
  const copying = useSubmitForm<CopiedLink>(copyLink);
  const revoking = useSubmitForm(revoke);
  const link = copying.state.result;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex flex-wrap gap-2">
        {canSend && (
          <Form form={sending} hidden={hidden} layout="bare">
            <SubmitButton tone="secondary" size="dense">
              {t("resend")}
              <span className="sr-only">
                {" "}
                <bdi>{email}</bdi>
              </span>
            </SubmitButton>
          </Form>
        )}
        {canCopy && (
          <Form form={copying} hidden={hidden} layout="bare">
            <SubmitButton tone="secondary" size="dense">
              {t("copy")}
              <span className="sr-only">
                {" "}
                <bdi>{email}</bdi>
              </span>
            </SubmitButton>
          </Form>
        )}
        <Form form={revoking} hidden={hidden} layout="bare">
          <ConfirmDialog
            tone="secondary"
            size="dense"
            title={t("revokeTitle", { email })}
            description={<p>{t("revokeText")}</p>}
            confirmLabel={t("revokeConfirm")}
          >
            {t("revoke")}
            <span className="sr-only">
              {" "}
              <bdi>{email}</bdi>
            </span>
          </ConfirmDialog>
        </Form>
      </div>
      {link && <CopyField label={t("link")} value={link.url} hint={t("linkHint")} />}
    </div>
  );
}
