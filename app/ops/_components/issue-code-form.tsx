"use client";

import { useTranslations } from "next-intl";
import { Banner } from "../../_ui/banner.tsx";
import { CopyField } from "../../_ui/copy-field.tsx";
import { Form } from "../../_ui/form.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { TextField } from "../../_ui/text-field.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { issueCode } from "../actions.ts";

/** Gives out a code, and shows it this once. */
export function IssueCodeForm() {
  const t = useTranslations("ops.sandbox.issue");
  const form = useSubmitForm(issueCode, { prefix: "issue-" });
  const issued = form.state.result;
  return (
    <>
      {issued && (
        <Banner tone="ok" title={t("done")} live="status">
          <div className="grid gap-3 pt-2">
            <CopyField label={t("address")} value={issued.address} />
            <CopyField label={t("code")} value={issued.code} />
            <p>{t("until", { until: issued.until })}</p>
          </div>
        </Banner>
      )}
      <Form form={form}>
        <TextField
          {...form.field("days", "30")}
          label={t("days")}
          hint={t("daysHint")}
          inputMode="numeric"
          autoComplete="off"
          maxLength={3}
        />
        <div>
          <SubmitButton>{t("button")}</SubmitButton>
        </div>
      </Form>
    </>
  );
}
