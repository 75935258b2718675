"use client";

import { useTranslations } from "next-intl";
import { CLIENT_DECISIONS } from "#lib/grants/terms.ts";
import { type Effect, EFFECTS } from "#lib/kernel/effects.ts";
import { Form } from "../../../../../../_ui/form.tsx";
import { RadioCards } from "../../../../../../_ui/radio-cards.tsx";
import { SelectField } from "../../../../../../_ui/select.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TextareaField } from "../../../../../../_ui/textarea-field.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { decideApp } from "../../actions.ts";

export type DecisionValues = {
  decision: (typeof CLIENT_DECISIONS)[number];
  effectMax: Effect;
  hosts: readonly string[];
  version: number;
};
type DecisionFormProps = { id: string; slug: string; values: DecisionValues; rule: string };

export function DecisionForm({ id, slug, values, rule }: DecisionFormProps) {
  const t = useTranslations("apps");
  const form = useSubmitForm(decideApp);
  const { decision, effectMax, hosts, version } = values;
  return (
    <Form form={form} hidden={{ slug, id, version }}>
      <RadioCards
        {...form.field("decision", decision)}
        legend={t("app.decisionLegend")}
        options={CLIENT_DECISIONS.map((value) => ({
          value,
          label: t(`app.decisions.${value}`),
          description: t(`app.decisions.${value}Text`, { rule }),
        }))}
      />
      <SelectField
        key={effectMax}
        {...form.field("effectMax", effectMax)}
        label={t("app.effect")}
        hint={t("app.effectHint")}
        options={EFFECTS.map((value) => ({ value, label: t(`effects.${value}`) }))}
      />
      <TextareaField
        {...form.field("hosts", hosts.join("\n"))}
        label={t("app.places")}
        hint={t("app.placesHint")}
        isOptional
        isMono
        rows={3}
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton>{t("app.save")}</SubmitButton>
      </div>
    </Form>
  );
}
