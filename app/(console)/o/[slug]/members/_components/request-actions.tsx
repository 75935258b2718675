"use client";

import { useTranslations } from "next-intl";
import type { Role } from "#lib/kernel/permissions.ts";
import { ConfirmDialog } from "../../../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { Select } from "../../../../../_ui/select.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { approve, decline } from "../actions.ts";

type Props = { slug: string; id: string; name: string; roles: readonly Role[] };

/** Let somebody in with a role, or decline. */
export function RequestActions({ slug, id, name, roles }: Props) {
  const t = useTranslations("members.requests");
  const ui = useTranslations("ui.roles");
  const approving = useSubmitForm(approve);
  const declining = useSubmitForm(decline);
  const hidden = { slug, id };
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Form form={approving} hidden={hidden} layout="bare">
        <div className="flex flex-wrap gap-2">
          <Select
            name="role"
            aria-label={t("role", { name })}
            defaultValue="member"
            options={roles.map((role) => ({ value: role, label: ui(role) }))}
          />
          <SubmitButton>
            {t("approve")}
            <span className="sr-only">
              {" "}
              <bdi>{name}</bdi>
            </span>
          </SubmitButton>
        </div>
      </Form>
      <Form form={declining} hidden={hidden} layout="bare">
        <ConfirmDialog
          tone="secondary"
          title={t("declineTitle", { name })}
          description={<p>{t("declineText")}</p>}
          confirmLabel={t("declineConfirm")}
        >
          {t("decline")}
          <span className="sr-only">
            {" "}
            <bdi>{name}</bdi>
          </span>
        </ConfirmDialog>
      </Form>
    </div>
  );
}
