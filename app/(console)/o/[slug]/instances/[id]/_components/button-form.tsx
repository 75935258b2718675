"use client";

import type { FormAction } from "../../../../../../_ui/form-state.ts";
import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";

type ButtonFormProps = {
  action: FormAction;
  hidden: Readonly<Record<string, string | number>>;
  label: string;
  /** Read out instead of the label where several stand in a list. */
  fullLabel?: string;
  tone?: "primary" | "secondary" | "quiet" | "danger";
  size?: "control" | "dense";
};

/** One button that does one thing; what went wrong stands above it. */
export function ButtonForm({
  action,
  hidden,
  label,
  fullLabel,
  tone = "secondary",
  size = "control",
}: ButtonFormProps) {
  const form = useSubmitForm(action);
  return (
    <Form form={form} hidden={hidden} layout="bare">
      <div>
        <SubmitButton tone={tone} size={size} aria-label={fullLabel}>
          {label}
        </SubmitButton>
      </div>
    </Form>
  );
}
