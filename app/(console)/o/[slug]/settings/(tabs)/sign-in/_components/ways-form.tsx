"use client";

import { useTranslations } from "next-intl";
import type { SignInWay } from "#lib/tenants/schema.ts";
import { Checkbox } from "../../../../../../../_ui/checkbox.tsx";
import { Form } from "../../../../../../../_ui/form.tsx";
import { SubmitButton } from "../../../../../../../_ui/submit-button.tsx";
import { useSubmitForm } from "../../../../../../../_ui/use-submit-form.ts";
import { saveWays } from "../actions.ts";

type WaysFormProps = {
  slug: string;
  version: number;
  ways: readonly SignInWay[];
  /** What there is to choose from. */
  offered: readonly SignInWay[];
};

export function WaysForm({ slug, version, ways, offered }: WaysFormProps) {
  const t = useTranslations("settings");
  const form = useSubmitForm(saveWays);
  const { id, error } = form.field("ways");
  return (
    <Form form={form} hidden={{ slug, version }}>
      <fieldset
        id={id}
        tabIndex={-1}
        className="grid gap-2"
        aria-describedby={error ? `${id}-error` : undefined}
      >
        <legend className="mb-1 font-medium">{t("signIn.ways.legend")}</legend>
        {error && (
          <p id={`${id}-error`} data-text="lib" className="text-table font-medium text-danger">
            {error}
          </p>
        )}
        {offered.map((way) => {
          const isTicked = form.isTicked("ways", way, ways.includes(way));
          return (
            <Checkbox
              key={`${way} ${isTicked}`}
              name="ways"
              value={way}
              label={t(`signIn.ways.${way}`)}
              description={t(`signIn.ways.${way}Text`)}
              defaultChecked={isTicked}
            />
          );
        })}
      </fieldset>
      <div>
        <SubmitButton tone="secondary">{t("save")}</SubmitButton>
      </div>
    </Form>
  );
}
