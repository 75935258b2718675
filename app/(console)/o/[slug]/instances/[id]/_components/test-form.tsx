"use client";

import { useActionState } from "react";
import { ErrorSummary } from "../../../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TestRows } from "../../_components/test-rows.tsx";
import { testInstance } from "../../actions.ts";
import { EMPTY_STATE } from "../../instance-state.ts";

/** Runs the three checks with the stored key and takes in what changed in the list of tools. */
export function TestForm({ slug, id }: { slug: string; id: string }) {
  const [{ errors, rows }, action] = useActionState(testInstance, EMPTY_STATE);
  return (
    <form action={action} className="grid gap-4">
      <ErrorSummary errors={errors} title="The test did not run" />
      {rows.length > 0 && <TestRows rows={rows} />}
      <input type="hidden" name="slug" value={slug} />
      <input type="hidden" name="id" value={id} />
      <div id="test">
        <SubmitButton tone="secondary">Test again</SubmitButton>
      </div>
    </form>
  );
}
