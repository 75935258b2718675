"use client";

import { useTranslations } from "next-intl";
import { Banner } from "../../../../../_ui/banner.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { checkChain } from "../actions.ts";

/** Recomputes the whole chain and says what came of it. */
export function CheckForm({ slug }: { slug: string }) {
  const t = useTranslations("audit.chain");
  const form = useSubmitForm(checkChain, { prefix: "check-" });
  const verdict = form.state.result;
  return (
    <Form form={form} hidden={{ slug }} layout="bare">
      <div>
        <SubmitButton tone="secondary">{t("check")}</SubmitButton>
      </div>
      {verdict?.ok && (
        <Banner
          tone="ok"
          live="status"
          title={
            verdict.rows === 0n
              ? t("none")
              : t("whole", { rows: Number(verdict.rows), last: String(verdict.rows) })
          }
        />
      )}
      {verdict?.ok === false && (
        <Banner
          tone="danger"
          live="alert"
          title={t(`broken.${verdict.problem}`, { row: String(verdict.row) })}
        >
          {t("brokenText")}
        </Banner>
      )}
    </Form>
  );
}
