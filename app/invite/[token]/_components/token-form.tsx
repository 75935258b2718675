"use client";

import type { FormAction } from "../../../_ui/form-state.ts";
import { Form } from "../../../_ui/form.tsx";
import { SubmitButton } from "../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../_ui/use-submit-form.ts";

type TokenFormProps = {
  action: FormAction;
  hidden: Readonly<Record<string, string>>;
  tone?: "primary" | "secondary";
  children: string;
};

/** One press that needs nothing typed: accept an invitation, or ask for a new one. */
export function TokenForm({ action, hidden, tone = "primary", children }: TokenFormProps) {
  const form = useSubmitForm(action);
  return (
    <Form form={form} hidden={hidden} layout="bare">
      <div>
        <SubmitButton tone={tone} size="touch">
          {children}
        </SubmitButton>
      </div>
    </Form>
  );
}
