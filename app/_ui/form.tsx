"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ErrorSummary } from "./error-summary.tsx";
import { FormOutcome } from "./form-outcome.tsx";
import { FormProblemNotice } from "./form-problem-notice.tsx";
import type { SubmitForm } from "./use-submit-form.ts";

type FormProps<Result> = {
  form: SubmitForm<Result>;
  /** Sent along: the organisation's slug, an id, the version that was seen. */
  hidden?: Readonly<Record<string, string | number>> | undefined;
  /** The heading over the errors, where "Some of this needs another look" does not fit. */
  errorTitle?: string | undefined;
  id?: string | undefined;
  /** Narrow for forms to fill in; "bare" for a button that stands among others. */
  layout?: "fields" | "bare" | undefined;
  children: ReactNode;
};

/** A form and, on top of it, what was wrong. Works as a plain form post too. */
export function Form<Result>({
  form,
  hidden = {},
  errorTitle,
  id,
  layout = "fields",
  children,
}: FormProps<Result>) {
  const t = useTranslations("ui.form");
  const { state, action, serverAction, prefix } = form;
  // What we sent along ourselves nobody can correct: no link leads there.
  const errors = state.errors
    .filter(({ fieldId }) => !(fieldId in hidden))
    .map(({ fieldId, message }) => ({ fieldId: `${prefix}${fieldId}`, message }));
  const isUnreadable = state.errors.length > errors.length;
  const problem = isUnreadable ? ({ kind: "failed", message: t("unreadable") } as const) : state.problem;
  return (
    <>
      {state.done && <FormOutcome done={state.done} serverAction={serverAction} action={action} />}
      <form
        id={id}
        action={action}
        noValidate
        className={layout === "fields" ? "grid max-w-[640px] gap-6" : "grid gap-3"}
      >
        {problem && <FormProblemNotice problem={problem} title={errorTitle} />}
        <ErrorSummary errors={errors} title={errorTitle} />
        {Object.entries(hidden).map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        {children}
      </form>
    </>
  );
}
