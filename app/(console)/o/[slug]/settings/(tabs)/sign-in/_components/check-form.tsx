"use client";

import { useTranslations } from "next-intl";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { checkDomain } from "../actions.ts";

/** Looks for the record once; a domain that is proved has no such form. */
export function CheckForm({ slug, id, domain }: { slug: string; id: string; domain: string }) {
  const t = useTranslations("settings.signIn.domains");
  const form = useSubmitForm(checkDomain);
  return (
    <Form form={form} hidden={{ slug, id }} errorTitle={t("checkFailed")} layout="bare">
      <div>
        <SubmitButton tone="secondary">
          {t.rich("check", {
            domain: () => <bdi>{domain}</bdi>,
            hidden: (text) => <span className="sr-only">{text}</span>,
          })}
        </SubmitButton>
      </div>
    </Form>
  );
}
