"use client";

import { useTranslations } from "next-intl";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import { Checkbox } from "../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { saveRoles } from "../[id]/setup/actions.ts";

type RolesFormProps = { hidden: Readonly<Record<string, string | number>>; roles: readonly Role[] };

/** Who may use an instance at all. */
export function RolesForm({ hidden, roles }: RolesFormProps) {
  const t = useTranslations("instances.access");
  const words = useTranslations("ui.roles");
  const form = useSubmitForm(saveRoles);
  const { error } = form.field("roles");
  return (
    <Form form={form} hidden={hidden}>
      <fieldset id="roles" tabIndex={-1} aria-describedby="roles-hint" className="grid gap-2">
        <legend className="mb-1 font-medium">{t("legend")}</legend>
        <p id="roles-hint" className="text-table text-muted">
          {error ?? t("hint")}
        </p>
        {ROLES.map((role) => (
          <Checkbox
            key={role}
            name="roles"
            value={role}
            label={words(role)}
            defaultChecked={form.isTicked("roles", role, roles.includes(role))}
          />
        ))}
      </fieldset>
      <div>
        <SubmitButton>{t("finish")}</SubmitButton>
      </div>
    </Form>
  );
}
