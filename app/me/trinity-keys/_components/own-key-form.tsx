"use client";

import { useTranslations } from "next-intl";
import { Disclosure } from "../../../_ui/disclosure.tsx";
import { Form } from "../../../_ui/form.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";
import { TextField } from "../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../_ui/use-submit-form.ts";
import { storeKey } from "../actions.ts";

type OwnKeyFormProps = { slug: string; id: string; hasKey: boolean };

/** A key is tried before it is stored; one that fails changes nothing. */
export function OwnKeyForm({ slug, id, hasKey }: OwnKeyFormProps) {
  const t = useTranslations("instances.own");
  const form = useSubmitForm(storeKey, { prefix: `${id}-` });
  const { errors, problem } = form.state;
  return (
    <Disclosure
      summary={t(hasKey ? "replace" : "add")}
      isOpen={!hasKey || errors.length > 0 || problem !== undefined}
    >
      <Form form={form} hidden={{ slug, id }}>
        <TextField
          {...form.field("key")}
          label={t("label")}
          hint={t("hint")}
          type="password"
          isMono
          autoComplete="off"
          spellCheck={false}
        />
        <div>
          <SubmitButton tone="secondary">{t("save")}</SubmitButton>
        </div>
      </Form>
    </Disclosure>
  );
}
