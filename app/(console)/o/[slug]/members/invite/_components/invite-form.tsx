"use client";

import { useTranslations } from "next-intl";
import type { Role } from "#lib/kernel/permissions.ts";
import type { InviteResult } from "#lib/tenants/invite-people.ts";
import { Form } from "../../../../../../_ui/form.tsx";
import { LinkButton } from "../../../../../../_ui/link-button.tsx";
import { RadioCards } from "../../../../../../_ui/radio-cards.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TextareaField } from "../../../../../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { invite } from "../../actions.ts";
import { InviteResults } from "./invite-results.tsx";

type Props = { slug: string; roles: readonly { role: Role; isLocked: boolean }[] };

/** Many addresses, one role, one note; afterwards what became of each address. */
export function InviteForm({ slug, roles }: Props) {
  const t = useTranslations("members");
  const ui = useTranslations("ui.roles");
  const form = useSubmitForm<InviteResult[]>(invite);
  const { error, defaultValue } = form.field("role", "member");
  return (
    <div className="grid gap-8">
      {form.state.result && <InviteResults results={form.state.result} />}
      <Form form={form} hidden={{ slug }}>
        <TextareaField
          {...form.field("addresses")}
          label={t("invitePage.addresses")}
          hint={t("invitePage.addressesHint")}
          rows={5}
          autoCapitalize="none"
          spellCheck={false}
        />
        <RadioCards
          id="role"
          legend={t("invitePage.role")}
          error={error}
          defaultValue={defaultValue}
          options={roles.map(({ role, isLocked }) => ({
            value: role,
            label: ui(role),
            description: t(`roles.${role}`),
            lockedBecause: isLocked ? t("roleLocked") : undefined,
          }))}
        />
        <TextareaField
          {...form.field("note")}
          label={t("invitePage.note")}
          hint={t("invitePage.noteHint")}
          isOptional
          rows={3}
          maxLength={500}
        />
        <div className="flex flex-wrap gap-3">
          <SubmitButton>{t("invitePage.submit")}</SubmitButton>
          <LinkButton href={`/o/${slug}/members?tab=invitations`}>{t("invitePage.back")}</LinkButton>
        </div>
      </Form>
    </div>
  );
}
