"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { addApp } from "../actions.ts";

const EXAMPLE = "https://claude.ai/oauth/mcp-oauth-client-metadata";

/** Puts an app on the list before anybody connects it. */
export function AddForm({ slug }: { slug: string }) {
  const t = useTranslations("apps.add");
  const form = useSubmitForm(addApp);
  return (
    <Form form={form} hidden={{ slug }}>
      <TextField
        {...form.field("address")}
        label={t("label")}
        hint={<span className="break-all">{t("hint", { example: EXAMPLE })}</span>}
        isMono
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <div>
        <SubmitButton tone="secondary">{t("submit")}</SubmitButton>
      </div>
    </Form>
  );
}
