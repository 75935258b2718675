"use client";

import { Checkbox } from "../../../../../../_ui/checkbox.tsx";
import { Disclosure } from "../../../../../../_ui/disclosure.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { TestRows } from "../../_components/test-rows.tsx";
import { changeKey } from "../../actions.ts";

/** A new key is tried before it takes the old one's place; one that fails changes nothing. */
export function KeyForm({ slug, id, isOwner }: { slug: string; id: string; isOwner: boolean }) {
  const form = useSubmitForm(changeKey);
  const { errors, problem, result: rows = [] } = form.state;
  const isSystemKey = rows.some(({ problem }) => problem === "system_key");
  return (
    <Disclosure summary="Replace the key" isOpen={errors.length + rows.length > 0 || problem !== undefined}>
      <Form form={form} hidden={{ slug, id }}>
        {rows.length > 0 && <TestRows rows={rows} />}
        <TextField
          {...form.field("key")}
          label="New key"
          hint="It is tested first and takes the old one’s place only if it passes. Nobody has to connect again."
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
      </Form>
    </Disclosure>
  );
}
