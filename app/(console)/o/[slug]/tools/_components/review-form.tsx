"use client";

import type { ReactNode } from "react";
import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { review } from "../actions.ts";

type ReviewFormProps = { slug: string; seen: Readonly<Record<string, string>>; children: ReactNode };

/** Around what waits for a decision: what is sent names the definitions that were seen. */
export function ReviewForm({ slug, seen, children }: ReviewFormProps) {
  const form = useSubmitForm(review);
  return (
    <Form form={form} hidden={{ slug, seen: JSON.stringify(seen) }} layout="bare">
      <button type="submit" disabled hidden />
      {children}
    </Form>
  );
}
