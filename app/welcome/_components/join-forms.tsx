"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../_ui/form.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { askToJoin, openInvitation } from "../actions.ts";

/** For somebody who has the link of an invitation but did not press it. */
export function InvitationLinkForm() {
  const t = useTranslations("join.welcome.join");
  const form = useSubmitForm(openInvitation);
  return (
    <Form form={form}>
      <TextField
        {...form.field("link")}
        label={t("link")}
        hint={t("linkHint")}
        autoComplete="off"
        spellCheck={false}
        isMono
      />
      <div>
        <SubmitButton tone="secondary" size="touch">
          {t("openLink")}
        </SubmitButton>
      </div>
    </Form>
  );
}

/** For somebody who knows what their organisation is called here. */
export function AskForm() {
  const t = useTranslations("join.welcome.join");
  const form = useSubmitForm(askToJoin, { prefix: "ask-" });
  return (
    <Form form={form}>
      <TextField
        {...form.field("organisation")}
        label={t("organisation")}
        hint={t("organisationHint")}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        isMono
      />
      <TextField {...form.field("note")} label={t("note")} isOptional maxLength={500} />
      <div>
        <SubmitButton tone="secondary" size="touch">
          {t("ask")}
        </SubmitButton>
      </div>
    </Form>
  );
}

/** For somebody whose mail domain an organisation proved. */
export function AskDomainForm({ slug, name }: { slug: string; name: string }) {
  const t = useTranslations("join.welcome.domain");
  const form = useSubmitForm(askToJoin, { prefix: "domain-" });
  return (
    <Form form={form} hidden={{ organisation: slug }} layout="bare">
      <div>
        <SubmitButton tone="secondary" size="touch">
          {t("ask", { organisation: name })}
        </SubmitButton>
      </div>
    </Form>
  );
}
