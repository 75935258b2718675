"use client";

import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { TestRows } from "../../_components/test-rows.tsx";
import { testInstance } from "../../actions.ts";

/** Runs the three checks with the stored key and takes in what changed in the list of tools. */
export function TestForm({ slug, id }: { slug: string; id: string }) {
  const form = useSubmitForm(testInstance);
  const rows = form.state.result ?? [];
  return (
    <Form form={form} hidden={{ slug, id }} errorTitle="The test did not run" layout="bare">
      {rows.length > 0 && <TestRows rows={rows} />}
      <div>
        <SubmitButton tone="secondary">Test again</SubmitButton>
      </div>
    </Form>
  );
}
