"use client";

import { useTranslations } from "next-intl";
import { BEARER_HEADER } from "#lib/upstreams/terms.ts";
import type { FormAction } from "../../../../../_ui/form-state.ts";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";

type PlaceFormProps = {
  action: FormAction;
  hidden: Readonly<Record<string, string | number>>;
  place?: { name: string; url: string; keyHeader: string; apiUrl: string | null };
  submit: string;
};

const NOT_TYPED = { autoComplete: "off", spellCheck: false } as const;

/** An instance's name and where it is. */
export function PlaceForm({ action, hidden, place, submit }: PlaceFormProps) {
  const t = useTranslations("instances.form");
  const form = useSubmitForm(action);
  const header = place === undefined || place.keyHeader === BEARER_HEADER ? "" : place.keyHeader;
  return (
    <Form form={form} hidden={hidden}>
      <TextField
        {...form.field("name", place?.name)}
        label={t("name")}
        hint={t("nameHint")}
        maxLength={60}
        autoComplete="off"
      />
      <TextField
        {...form.field("url", place?.url)}
        {...NOT_TYPED}
        label={t("url")}
        hint={t("urlHint")}
        isMono
        inputMode="url"
      />
      <TextField
        {...form.field("apiUrl", place?.apiUrl ?? "")}
        {...NOT_TYPED}
        label={t("apiUrl")}
        hint={t("apiUrlHint")}
        isOptional
        isMono
        inputMode="url"
      />
      <TextField
        {...form.field("keyHeader", header)}
        {...NOT_TYPED}
        label={t("keyHeader")}
        hint={t("keyHeaderHint")}
        isOptional
        isMono
      />
      <div>
        <SubmitButton>{submit}</SubmitButton>
      </div>
    </Form>
  );
}
