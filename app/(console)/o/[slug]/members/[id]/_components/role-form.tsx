"use client";

import { useTranslations } from "next-intl";
import type { RoleDifference } from "#lib/access/compare-roles.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import type { Member } from "#lib/tenants/list-members.ts";
import { Badge } from "../../../../../../_ui/badge.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { RadioCards } from "../../../../../../_ui/radio-cards.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { saveRole } from "../actions.ts";

type Props = {
  slug: string;
  member: Member;
  differences: Record<Role, RoleDifference>;
  isOwner: boolean;
  isOutranked: boolean;
};

/** The four roles with what each changes in tools, before anything is saved. */
export function RoleForm({ slug, member, differences, isOwner, isOutranked }: Props) {
  const t = useTranslations("members");
  const ui = useTranslations("ui.roles");
  const form = useSubmitForm(saveRole);
  const { error, defaultValue } = form.field("role", member.role);
  if (isOutranked) return <p className="text-muted">{t("person.role.locked")}</p>;
  const describe = (role: Role) => {
    const { gained, lost, total } = differences[role];
    if (role === member.role) return t("person.role.total", { total });
    return gained === 0 && lost === 0 ? t("person.role.same") : t("person.role.difference", { gained, lost });
  };
  return (
    <Form form={form} hidden={{ slug, id: member.id, version: member.version }}>
      <RadioCards
        id="role"
        legend={t("person.role.legend", { name: member.name })}
        hint={t("person.role.hint")}
        error={error}
        defaultValue={defaultValue}
        options={ROLES.map((role) => ({
          value: role,
          label: ui(role),
          badge: role === member.role ? <Badge>{t("person.role.now")}</Badge> : undefined,
          description: (
            <>
              <span className="block">{t(`roles.${role}`)}</span>
              <span className="block font-medium text-ink">{describe(role)}</span>
            </>
          ),
          lockedBecause: role === "owner" && !isOwner ? t("roleLocked") : undefined,
        }))}
      />
      <div>
        <SubmitButton>{t("person.role.save")}</SubmitButton>
      </div>
    </Form>
  );
}
