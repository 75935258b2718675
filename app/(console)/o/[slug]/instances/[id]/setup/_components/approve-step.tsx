"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { approveFirst } from "../actions.ts";

type ApproveStepProps = { hidden: Readonly<Record<string, string>>; count: number };

/** Approves the list that was seen. */
export function ApproveStep({ hidden, count }: ApproveStepProps) {
  const t = useTranslations("instances.toolStep");
  const form = useSubmitForm(approveFirst);
  return (
    <Form form={form} hidden={hidden} layout="bare">
      <div>
        <SubmitButton>{t("approve", { count })}</SubmitButton>
      </div>
    </Form>
  );
}
