"use client";

import { useTranslations } from "next-intl";
import type { KeyMode } from "#lib/upstreams/terms.ts";
import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { ModeCards } from "../../_components/mode-cards.tsx";
import { changeMode } from "../../actions.ts";

type ModeFormProps = { hidden: Readonly<Record<string, string | number>>; mode: KeyMode };

export function ModeForm({ hidden, mode }: ModeFormProps) {
  const t = useTranslations("instances.modes");
  const form = useSubmitForm(changeMode);
  return (
    <Form form={form} hidden={hidden}>
      <ModeCards field={form.field("mode", mode)} />
      <div>
        <SubmitButton tone="secondary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
