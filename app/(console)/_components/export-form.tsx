"use client";

import { useTranslations } from "next-intl";
import { EXPORT_FORMATS, type ExportKind } from "#lib/exports/terms.ts";
import { Form } from "../../_ui/form.tsx";
import { SelectField } from "../../_ui/select.tsx";
import { SubmitButton } from "../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../_ui/use-submit-form.ts";
import { askForExport } from "../o/[slug]/exports/actions.ts";

type ExportFormProps = {
  slug: string;
  /** What is exported; several: to choose from. */
  kinds: readonly ExportKind[];
  /** What the list it stands on is filtered by, as its verb takes it. */
  filter?: Readonly<Record<string, unknown>>;
  /** The reader's own, for the times in the file. */
  timeZone: string;
};

/** Asks for a file of everything a filter finds, and leads to the list of exports. Needs the messages of `exports`. */
export function ExportForm({ slug, kinds, filter = {}, timeZone }: ExportFormProps) {
  const t = useTranslations("exports");
  const form = useSubmitForm(askForExport, { prefix: "export-" });
  const [only, ...others] = kinds;
  const isChoice = others.length > 0;
  const fixed = { slug, filter: JSON.stringify(filter), timeZone, ...(!isChoice && only && { kind: only }) };
  return (
    <Form form={form} hidden={fixed} layout="bare">
      <div className="flex flex-wrap items-end gap-3">
        {isChoice && (
          <SelectField
            {...form.field("kind", only)}
            label={t("form.kind")}
            options={kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          />
        )}
        <SelectField
          {...form.field("format", "csv")}
          label={t("form.format")}
          options={EXPORT_FORMATS.map((format) => ({ value: format, label: t(`formats.${format}`) }))}
        />
        <SubmitButton>{t("form.submit")}</SubmitButton>
      </div>
      <p className="text-table text-muted">{t("form.zone", { zone: timeZone })}</p>
    </Form>
  );
}
