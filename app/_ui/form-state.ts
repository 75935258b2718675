import type { FieldError } from "./error-summary.tsx";

/** A failure that belongs to no field: the verb's own sentence, or a sign-in that ended or is too old by now. */
export type FormProblem = { kind: "failed"; message: string } | { kind: "signed-out" | "confirm-again" };

/** What a form says once its work is done and it stays on its page; `undo` holds the fields that take it back. */
export type FormDone = { message: string; undo?: Readonly<Record<string, string>> | undefined };

/** What a form shows again after its action answered. */
export type FormState<Result = undefined> = {
  /** What was typed or ticked, by field; never a secret. Empty at first and after success. */
  typed: Readonly<Record<string, readonly string[]>>;
  /** `fieldId` is the field's name. */
  errors: readonly FieldError[];
  problem?: FormProblem | undefined;
  done?: FormDone | undefined;
  result?: Result | undefined;
};

export const EMPTY_FORM = { typed: {}, errors: [] } as const satisfies FormState;

/** A server action that `useSubmitForm` can drive. */
export type FormAction<Result = undefined> = (
  before: FormState<Result>,
  form: FormData,
) => Promise<FormState<Result>>;
