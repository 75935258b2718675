"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { saveProvider } from "../actions.ts";

type ProviderFormProps = {
  /** The organisation, and company sign-in as it is shown. */
  hidden: { slug: string; seen: string };
  issuer: string;
  clientId: string;
  isOn: boolean;
};

/** Works as a plain form post; the answer keeps all that was typed but the secret. */
export function ProviderForm({ hidden, issuer, clientId, isOn }: ProviderFormProps) {
  const t = useTranslations("settings.signIn.service");
  const form = useSubmitForm(saveProvider);
  return (
    <Form form={form} hidden={hidden}>
      {isOn && <p className="font-medium">{t("turnsOff")}</p>}
      <TextField
        {...form.field("issuer", issuer)}
        label={t("issuer")}
        hint={t("issuerHint")}
        isMono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("clientId", clientId)}
        label={t("clientId")}
        hint={t("clientIdHint")}
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("clientSecret")}
        label={t("secret")}
        hint={t("secretHint")}
        type="password"
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("secretEndsOn")}
        label={t("secretEndsOn")}
        hint={t("secretEndsOnHint")}
        type="date"
        isOptional
      />
      <div>
        <SubmitButton tone="secondary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
