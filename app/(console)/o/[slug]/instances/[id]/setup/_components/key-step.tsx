"use client";

import { useTranslations } from "next-intl";
import type { KeyMode } from "#lib/upstreams/terms.ts";
import { Disclosure } from "../../../../../../../_ui/disclosure.tsx";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { ModeCards } from "../../../_components/mode-cards.tsx";
import { saveKey } from "../actions.ts";

type KeyStepProps = {
  hidden: Readonly<Record<string, string | number>>;
  mode: KeyMode;
  lastFour: string | null;
};

/** Whose keys, and the one the instance is tested with; a stored key is never shown, only its end. */
export function KeyStep({ hidden, mode, lastFour }: KeyStepProps) {
  const t = useTranslations("instances.form");
  const form = useSubmitForm(saveKey);
  return (
    <Form form={form} hidden={hidden}>
      <ModeCards field={form.field("mode", mode)} />
      <TextField
        {...form.field("key")}
        label={t("key")}
        hint={lastFour === null ? t("keyHint") : t("keyStored", { lastFour })}
        type="password"
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <Disclosure summary={t("keyMore")}>
        <ul className="grid max-w-[72ch] list-disc gap-2 ps-6 pt-2">
          <li>{t("keyUser")}</li>
          <li>{t("keyConnector")}</li>
          <li>{t("keyAgent")}</li>
          <li>{t("keySystem")}</li>
        </ul>
      </Disclosure>
      <div>
        <SubmitButton>{t("next")}</SubmitButton>
      </div>
    </Form>
  );
}
