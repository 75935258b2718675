"use client";

import type { ReactNode } from "react";
import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { removeLimit } from "../actions.ts";

/** Around all limits of a tool: it is there still to say that the last one was removed, and to offer it back. */
export function RemoveLimitsForm({ slug, children }: { slug: string; children: ReactNode }) {
  const form = useSubmitForm(removeLimit);
  return (
    <Form form={form} hidden={{ slug }} layout="bare">
      {children}
    </Form>
  );
}
