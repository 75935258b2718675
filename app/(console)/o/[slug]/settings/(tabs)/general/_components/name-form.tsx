"use client";

import { useTranslations } from "next-intl";
import { Code } from "../../../../../../../_ui/code.tsx";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { saveName } from "../actions.ts";

type NameFormProps = { name: string; slug: string; version: number };

export function NameForm({ name, slug, version }: NameFormProps) {
  const t = useTranslations("settings");
  const form = useSubmitForm(saveName);
  const isStale = form.state.problem?.kind === "failed";
  return (
    <Form form={form} hidden={{ organisation: slug, version }}>
      <TextField
        {...form.field("name", name)}
        label={t("general.name")}
        hint={t("general.nameHint")}
        autoComplete="off"
      />
      <TextField
        {...form.field("slug", slug)}
        label={t("general.slug")}
        hint={t("general.slugHint")}
        isMono
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {isStale && (
        <p>
          {t.rich("general.savedNow", { name: () => <bdi>{name}</bdi>, slug: () => <Code>{slug}</Code> })}
        </p>
      )}
      <div>
        <SubmitButton tone="primary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
