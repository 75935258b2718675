"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../_ui/form.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { runChecks } from "../actions.ts";

/** Begins a run; refused in words while another is under way. */
export function RunPreflightForm({ isFirst }: { isFirst: boolean }) {
  const t = useTranslations("ops.preflight");
  const form = useSubmitForm(runChecks, { prefix: "preflight-" });
  return (
    <Form form={form}>
      <div>
        <SubmitButton>{t(isFirst ? "first" : "run")}</SubmitButton>
      </div>
    </Form>
  );
}
