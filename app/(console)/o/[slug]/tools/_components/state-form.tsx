"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { review, switchOff } from "../actions.ts";

type StateFormProps = {
  slug: string;
  tool: { id: string; upstreamId: string; hash: string; isOn: boolean };
};

/** Off for everybody, or on again as the definition is that is shown. */
export function StateForm({ slug, tool }: StateFormProps) {
  return tool.isOn ? <OffForm slug={slug} tool={tool} /> : <OnForm slug={slug} tool={tool} />;
}

function OffForm({ slug, tool: { id, upstreamId } }: StateFormProps) {
  const t = useTranslations("tools.detail");
  const form = useSubmitForm(switchOff);
  return (
    <Form form={form} hidden={{ slug, id: upstreamId, toolId: id }} layout="bare">
      <div>
        <SubmitButton tone="secondary">{t("switchOff")}</SubmitButton>
      </div>
    </Form>
  );
}

function OnForm({ slug, tool: { id, hash } }: StateFormProps) {
  const t = useTranslations("tools.detail");
  const form = useSubmitForm(review);
  const one = JSON.stringify({ id, decision: "approved" });
  return (
    <Form form={form} hidden={{ slug, one, seen: JSON.stringify({ [id]: hash }) }} layout="bare">
      <div>
        <SubmitButton tone="secondary">{t("switchOn")}</SubmitButton>
      </div>
    </Form>
  );
}
