"use client";

import type { ReactNode } from "react";
import type { FormAction } from "../../_ui/form-state.ts";
import { Form } from "../../_ui/form.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";

type ActionFormProps = {
  action: FormAction;
  hidden: Readonly<Record<string, string | number>>;
  /** Its button, or the list whose buttons say what they are for. */
  children: ReactNode;
};

/** A form with nothing to fill in; why it was not done stands above its buttons, on the page one was on. */
export function ActionForm({ action, hidden, children }: ActionFormProps) {
  const form = useSubmitForm(action);
  return (
    <Form form={form} hidden={hidden} layout="bare">
      {children}
    </Form>
  );
}
