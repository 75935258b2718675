"use client";

import { useActionState } from "react";
import { Checkbox } from "../../../../../../_ui/checkbox.tsx";
import { ErrorSummary } from "../../../../../../_ui/error-summary.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../_ui/text-field.tsx";
import { TestRows } from "../../_components/test-rows.tsx";
import { addInstance } from "../../actions.ts";
import { EMPTY_STATE } from "../../instance-state.ts";

/** Works as a plain form post; the answer keeps all that was typed but the key. */
export function InstanceForm({ slug, isOwner }: { slug: string; isOwner: boolean }) {
  const [{ typed, errors, rows }, action] = useActionState(addInstance, EMPTY_STATE);
  const errorOf = (fieldId: string) => errors.find((error) => error.fieldId === fieldId)?.message;
  const isSystemKey = rows.some(({ problem }) => problem === "system_key");
  return (
    <form action={action} noValidate className="grid max-w-[640px] gap-6">
      <ErrorSummary errors={errors} />
      {rows.length > 0 && <TestRows rows={rows} />}
      <input type="hidden" name="slug" value={slug} />
      <TextField
        id="name"
        label="Name"
        hint="As people here know it, for example Production."
        error={errorOf("name")}
        defaultValue={typed.name}
        maxLength={60}
        autoComplete="off"
      />
      <TextField
        id="url"
        label="MCP address"
        hint="For Trinity it ends in /mcp, for example https://trinity.example.com/mcp."
        error={errorOf("url")}
        defaultValue={typed.url}
        isMono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        id="key"
        label="Key"
        hint="A key made in Trinity begins with trinity_mcp_. It is stored sealed and never shown again. After a failed test it has to be entered again."
        error={errorOf("key")}
        type="password"
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        id="keyHeader"
        label="The key goes in"
        isOptional
        hint="Leave it empty for Authorization, as Trinity wants it. Another MCP server may name a header of its own, for example X-API-Key."
        error={errorOf("keyHeader")}
        defaultValue={typed.keyHeader}
        isMono
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        id="apiUrl"
        label="Backend address"
        isOptional
        hint="Where Trinity’s own API answers. With it we can say whose key this is and of what kind, and programs may come with keys of this instance. It cannot be added later."
        error={errorOf("apiUrl")}
        defaultValue={typed.apiUrl}
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
    </form>
  );
}
