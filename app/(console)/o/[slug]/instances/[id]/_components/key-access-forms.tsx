"use client";

import { useTranslations } from "next-intl";
import type { Role } from "#lib/kernel/permissions.ts";
import type { KeyAccess } from "#lib/upstreams/get-key-access.ts";
import { ConfirmDialog } from "../../../../../../_ui/confirm-dialog.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { SelectField } from "../../../../../../_ui/select.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { ActionForm } from "../../../../../_components/action-form.tsx";
import { setKeys } from "../../actions.ts";

type KeyAccessFormsProps = {
  /** The organisation, the instance, and what was decided as it is shown. */
  hidden: { slug: string; id: string; seen: string };
  access: Pick<KeyAccess, "isAllowed" | "role">;
  /** Those whoever decides may give. */
  roles: readonly Role[];
};

/** Takes keys, in which role those of nobody here; and stops taking them. */
export function KeyAccessForms({ hidden, access: { isAllowed, role }, roles }: KeyAccessFormsProps) {
  const t = useTranslations("instances.keyAccess");
  const form = useSubmitForm(setKeys, { prefix: "keys-" });
  const options = [
    { value: "", label: t("refuse") },
    ...roles.map((value) => ({ value, label: t("actAs", { role: value }) })),
  ];
  return (
    <>
      <Form form={form} hidden={{ ...hidden, isAllowed: "true" }}>
        <SelectField
          {...form.field("role", role ?? "")}
          label={t("role")}
          hint={t("roleHint")}
          options={options}
        />
        <div>
          <SubmitButton tone="secondary">{t(isAllowed ? "save" : "allow")}</SubmitButton>
        </div>
      </Form>
      {isAllowed && (
        <ActionForm action={setKeys} hidden={{ ...hidden, isAllowed: "false" }}>
          <div>
            <ConfirmDialog
              title={t("stopQuestion")}
              description={<p>{t("stopText")}</p>}
              confirmLabel={t("stop")}
            >
              {t("stop")}
            </ConfirmDialog>
          </div>
        </ActionForm>
      )}
    </>
  );
}
