"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { switchState } from "../actions.ts";

type StateFormProps = {
  slug: string;
  tool: { id: string; upstreamId: string; hash: string; isOn: boolean };
};

/** Off for everybody, or on again as the definition is that is shown. One form for both: it stays to offer the way back. */
export function StateForm({ slug, tool: { id, upstreamId, hash, isOn } }: StateFormProps) {
  const t = useTranslations("tools.detail");
  const form = useSubmitForm(switchState);
  const hidden = { slug, id: upstreamId, toolId: id, hash, to: isOn ? "off" : "on" };
  return (
    <Form form={form} hidden={hidden} layout="bare">
      <div>
        <SubmitButton tone="secondary">{t(isOn ? "switchOff" : "switchOn")}</SubmitButton>
      </div>
    </Form>
  );
}
