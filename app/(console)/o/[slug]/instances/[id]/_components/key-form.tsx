"use client";

import { useActionState } from "react";
import { Checkbox } from "../../../../../../_ui/checkbox.tsx";
import { Disclosure } from "../../../../../../_ui/disclosure.tsx";
import { ErrorSummary } from "../../../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../_ui/text-field.tsx";
import { TestRows } from "../../_components/test-rows.tsx";
import { changeKey } from "../../actions.ts";
import { EMPTY_STATE } from "../../instance-state.ts";

/** A new key is tried before it takes the old one's place; one that fails changes nothing. */
export function KeyForm({ slug, id, isOwner }: { slug: string; id: string; isOwner: boolean }) {
  const [{ errors, rows }, action] = useActionState(changeKey, EMPTY_STATE);
  const isSystemKey = rows.some(({ problem }) => problem === "system_key");
  return (
    <Disclosure summary="Replace the key" isOpen={errors.length + rows.length > 0}>
      <form action={action} noValidate className="grid max-w-[640px] gap-4 pt-2">
        <ErrorSummary errors={errors} />
        {rows.length > 0 && <TestRows rows={rows} />}
        <input type="hidden" name="slug" value={slug} />
        <input type="hidden" name="id" value={id} />
        <TextField
          id="key"
          label="New key"
          hint="It is tested first and takes the old one’s place only if it passes. Nobody has to connect again."
          error={errors[0]?.message}
          type="password"
          isMono
          autoComplete="off"
          spellCheck={false}
        />
        {isOwner && isSystemKey && (
          <Checkbox
            name="confirmSystem"
            label="Use this system key anyway"
            description="Everybody with a connection can then reach every agent of the instance."
          />
        )}
        <div>
          <SubmitButton tone="secondary">Test and replace key</SubmitButton>
        </div>
      </form>
    </Disclosure>
  );
}
