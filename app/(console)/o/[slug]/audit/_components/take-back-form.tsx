"use client";

import { type ReactNode, useEffect, useRef } from "react";
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
  const words = useRef<HTMLDivElement>(null);
  const isDone = form.state.done !== undefined && !isOpen;
  // The button that had the focus is gone.
  useEffect(() => {
    if (isDone) words.current?.focus();
  }, [isDone]);
  return (
    <Form form={form} hidden={{ slug, seq }} layout="bare">
      <div ref={words} tabIndex={-1}>
        {children}
      </div>
      {isOpen && (
        <div>
          <SubmitButton tone="secondary">{label}</SubmitButton>
        </div>
      )}
    </Form>
  );
}
