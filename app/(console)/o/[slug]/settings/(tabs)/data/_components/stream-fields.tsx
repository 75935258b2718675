"use client";

import { useTranslations } from "next-intl";
import { STREAM_KINDS, type StreamKind } from "#lib/streams/terms.ts";
import { Checkbox } from "../../../../../../../_ui/checkbox.tsx";
import { TextField } from "../../../../../../../_ui/text-field.tsx";
import type { SubmitForm } from "../../../../../../../_ui/use-submit-form.ts";

type StreamFieldsProps<Result> = {
  form: SubmitForm<Result>;
  url: string;
  kinds: readonly StreamKind[];
  headerName: string;
  /** Whether there is a value that stays when none is entered. */
  hasValue: boolean;
};

/** What a new stream and a changed one are asked alike. */
export function StreamFields<Result>({ form, url, kinds, headerName, hasValue }: StreamFieldsProps<Result>) {
  const t = useTranslations("settings.stream");
  return (
    <>
      <TextField
        {...form.field("url", url)}
        label={t("url")}
        hint={t("urlHint")}
        isMono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <Kinds form={form} kinds={kinds} />
      <TextField
        {...form.field("headerName", headerName)}
        label={t("headerName")}
        hint={t("headerNameHint")}
        isMono
        isOptional
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        {...form.field("headerValue")}
        label={t("headerValue")}
        hint={t(hasValue ? "headerKeptHint" : "headerValueHint")}
        type="password"
        isMono
        isOptional
        autoComplete="off"
        spellCheck={false}
      />
    </>
  );
}

function Kinds<Result>({ form, kinds }: Pick<StreamFieldsProps<Result>, "form" | "kinds">) {
  const t = useTranslations("settings.stream");
  const { id, error } = form.field("kinds");
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      className="grid gap-2"
      aria-describedby={error ? `${id}-error` : undefined}
    >
      <legend className="mb-1 font-medium">{t("kinds")}</legend>
      {error && (
        <p id={`${id}-error`} data-text="lib" className="text-table font-medium text-danger">
          {error}
        </p>
      )}
      {STREAM_KINDS.map((kind) => {
        const isTicked = form.isTicked("kinds", kind, kinds.includes(kind));
        return (
          <Checkbox
            key={`${kind} ${isTicked}`}
            name="kinds"
            value={kind}
            label={t(`kind.${kind}`)}
            description={t(`kind.${kind}Text`)}
            defaultChecked={isTicked}
          />
        );
      })}
    </fieldset>
  );
}
