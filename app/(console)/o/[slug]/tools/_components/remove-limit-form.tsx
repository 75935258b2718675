"use client";

import { useTranslations } from "next-intl";
import { Button } from "../../../../../_ui/button.tsx";
import { Form } from "../../../../../_ui/form.tsx";
import { useSubmitForm } from "../../../../../_ui/use-submit-form.ts";
import { removeLimit } from "../actions.ts";

type RemoveLimitFormProps = { slug: string; id: string; label: string };

export function RemoveLimitForm({ slug, id, label }: RemoveLimitFormProps) {
  const t = useTranslations("tools.limits");
  const form = useSubmitForm(removeLimit);
  return (
    <Form form={form} hidden={{ slug, id }} layout="bare">
      <Button type="submit" size="dense" tone="quiet" aria-label={label} pending={form.isPending}>
        {t("remove")}
      </Button>
    </Form>
  );
}
