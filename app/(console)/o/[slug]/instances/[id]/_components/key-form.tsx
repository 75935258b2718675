"use client";

import { useTranslations } from "next-intl";
import { OVERLAP_HOURS } from "#lib/upstreams/terms.ts";
import { Checkbox } from "../../../../../../_ui/checkbox.tsx";
import { Disclosure } from "../../../../../../_ui/disclosure.tsx";
import { Form } from "../../../../../../_ui/form.tsx";
import { SelectField } from "../../../../../../_ui/select.tsx";
import { SubmitButton } from "../../../../../../_ui/submit-button.tsx";
import { TextField } from "../../../../../../_ui/text-field.tsx";
import { useSubmitForm } from "../../../../../../_ui/use-submit-form.ts";
import { CheckList } from "../../_components/check-list.tsx";
import { changeKey } from "../../actions.ts";

const A_DAY = "24";

/** A new key is tried before it takes the old one's place; one that fails changes nothing. */
export function KeyForm({ slug, id, isOwner }: { slug: string; id: string; isOwner: boolean }) {
  const t = useTranslations("instances");
  const form = useSubmitForm(changeKey, { prefix: "replace-" });
  const { errors, problem, result: rows = [] } = form.state;
  const isSystemKey = rows.some((row) => row.problem === "system_key");
  const overlaps = OVERLAP_HOURS.map((hours) => ({
    value: String(hours),
    label: t(`keyTab.overlaps.${hours}`),
  }));
  return (
    <Disclosure
      summary={t("keyTab.replace")}
      isOpen={errors.length + rows.length > 0 || problem !== undefined}
    >
      <Form form={form} hidden={{ slug, id }}>
        {rows.length > 0 && <CheckList rows={rows} />}
        <TextField
          {...form.field("key")}
          label={t("keyTab.newKey")}
          hint={t("keyTab.newKeyHint")}
          type="password"
          isMono
          autoComplete="off"
          spellCheck={false}
        />
        <SelectField
          {...form.field("overlapHours", A_DAY)}
          label={t("keyTab.overlap")}
          hint={t("keyTab.overlapHint")}
          options={overlaps}
        />
        {isOwner && isSystemKey && (
          <Checkbox
            name="confirmSystem"
            label={t("test.confirmSystem")}
            description={t("test.confirmSystemText")}
          />
        )}
        <div>
          <SubmitButton tone="secondary">{t("keyTab.test")}</SubmitButton>
        </div>
      </Form>
    </Disclosure>
  );
}
