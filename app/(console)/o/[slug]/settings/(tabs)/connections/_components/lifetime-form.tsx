"use client";

import { useTranslations } from "next-intl";
import type { Settings } from "#lib/tenants/get-settings.ts";
import { ACCESS_TOKEN_MINUTES, CONNECTION_DAYS, CONSENT_DEFAULTS, IDLE_DAYS } from "#lib/tenants/terms.ts";
import { Form } from "../../../../../../../_ui/form.tsx";
import { RadioCards } from "../../../../../../../_ui/radio-cards.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { saveLifetime } from "../actions.ts";

type LifetimeFormProps = { slug: string; settings: Settings["settings"] };

export function LifetimeForm({ slug, settings }: LifetimeFormProps) {
  const t = useTranslations("settings");
  const form = useSubmitForm(saveLifetime);
  const number = (name: "connectionDaysMax" | "idleDaysMax" | "accessTokenMinutes") => ({
    ...form.field(name, String(settings[name])),
    type: "number",
    inputMode: "numeric" as const,
    step: 1,
    autoComplete: "off",
  });
  const consent = form.field("consentDefault", settings.consentDefault);
  return (
    <Form form={form} hidden={{ slug, version: settings.version }}>
      <TextField
        {...number("connectionDaysMax")}
        label={t("connections.daysMax")}
        hint={t("connections.daysMaxHint")}
        {...CONNECTION_DAYS}
      />
      <TextField
        {...number("idleDaysMax")}
        label={t("connections.idle")}
        hint={t("connections.idleHint")}
        {...IDLE_DAYS}
      />
      <TextField
        {...number("accessTokenMinutes")}
        label={t("connections.tokenMinutes")}
        hint={t("connections.tokenMinutesHint")}
        {...ACCESS_TOKEN_MINUTES}
      />
      <RadioCards
        {...consent}
        legend={t("connections.consent")}
        options={CONSENT_DEFAULTS.map((value) => ({
          value,
          label: t(value === "read" ? "connections.consentRead" : "connections.consentSuggested"),
          description: t(
            value === "read" ? "connections.consentReadText" : "connections.consentSuggestedText",
          ),
        }))}
      />
      <div>
        <SubmitButton tone="primary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
