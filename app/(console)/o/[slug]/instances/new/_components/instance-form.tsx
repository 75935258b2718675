"use client";

import { Checkbox } from "../../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { TestRows } from "../../_components/test-rows.tsx";
import { addInstance } from "../../actions.ts";

/** Works as a plain form post; the answer keeps all that was typed but the key. */
export function InstanceForm({ slug, isOwner }: { slug: string; isOwner: boolean }) {
  const form = useSubmitForm(addInstance);
  const rows = form.state.result ?? [];
  const isSystemKey = rows.some(({ problem }) => problem === "system_key");
  return (
    <Form form={form} hidden={{ slug }}>
      {rows.length > 0 && <TestRows rows={rows} />}
      <TextField
        {...form.field("name")}
        label="Name"
        hint="As people here know it, for example Production."
        maxLength={60}
        autoComplete="off"
      />
      <TextField
        {...form.field("url")}
        label="MCP address"
        hint="For Trinity it ends in /mcp, for example https://trinity.example.com/mcp."
        isMono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("key")}
        label="Key"
        hint="A key made in Trinity begins with trinity_mcp_. It is stored sealed and never shown again. After a failed test it has to be entered again."
        type="password"
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("keyHeader")}
        label="The key goes in"
        isOptional
        hint="Leave it empty for Authorization, as Trinity wants it. Another MCP server may name a header of its own, for example X-API-Key."
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("apiUrl")}
        label="Backend address"
        isOptional
        hint="Where Trinity’s own API answers. With it we can say whose key this is and of what kind, and programs may come with keys of this instance. It cannot be added later."
        isMono
        inputMode="url"
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
        <SubmitButton>Test and add instance</SubmitButton>
      </div>
    </Form>
  );
}
