"use client";

import type { ReactNode } from "react";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { takeBack } from "../actions.ts";

type TakeBackFormProps = {
  slug: string;
  seq: string;
  label: string;
  /** Whether it can be pressed; else what was said last stays, above the words. */
  isOpen: boolean;
  children: ReactNode;
};

export function TakeBackForm({ slug, seq, label, isOpen, children }: TakeBackFormProps) {
  const form = useSubmitForm(takeBack, { prefix: "back-" });
  return (
    <Form form={form} hidden={{ slug, seq }} layout="bare">
      {children}
      {isOpen && (
        <div>
          <SubmitButton>{label}</SubmitButton>
        </div>
      )}
    </Form>
  );
}
