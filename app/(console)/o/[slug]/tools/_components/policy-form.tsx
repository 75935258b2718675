"use client";

import type { ReactNode } from "react";
import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { changePolicies } from "../actions.ts";

type PolicyFormProps = { slug: string; seen: Readonly<Record<string, string>>; children: ReactNode };

/** One form around all switches of a page: each of its buttons says what it does. Enter in a box presses none of them. */
export function PolicyForm({ slug, seen, children }: PolicyFormProps) {
  const form = useSubmitForm(changePolicies);
  return (
    <Form form={form} hidden={{ slug, seen: JSON.stringify(seen) }} layout="bare">
      <button type="submit" disabled hidden />
      {children}
    </Form>
  );
}
