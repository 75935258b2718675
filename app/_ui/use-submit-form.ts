"use client";

import { useActionState } from "react";
import { EMPTY_FORM, type FormAction, type FormState } from "./form-state.ts";

export type SubmitForm<Result = undefined> = {
  state: FormState<Result>;
  action: (form: FormData) => void;
  serverAction: FormAction<Result>;
  isPending: boolean;
  prefix: string;
  /** The props a text control takes: its id, its error, and what was typed, or `initial` before anything was. */
  field: (
    name: string,
    initial?: string,
  ) => { id: string; name: string; error?: string; defaultValue: string };
  /** Whether a box was ticked when the form was sent, or `initial` before it was. */
  isTicked: (name: string, value: string, initial?: boolean) => boolean;
};

/** Drives a form by a server action made with `submitForm`. `prefix` keeps ids apart where a page repeats the form. */
export function useSubmitForm<Result = undefined>(
  serverAction: FormAction<Result>,
  { prefix = "" }: { prefix?: string } = {},
): SubmitForm<Result> {
  const [state, action, isPending] = useActionState(serverAction, EMPTY_FORM as FormState<Result>);
  const wasRefused = state.errors.length > 0 || state.problem !== undefined;
  return {
    state,
    action,
    serverAction,
    isPending,
    prefix,
    field: (name, initial = "") => {
      const error = state.errors.find(({ fieldId }) => fieldId === name)?.message;
      return {
        id: `${prefix}${name}`,
        name,
        defaultValue: state.typed[name]?.[0] ?? initial,
        ...(error === undefined ? {} : { error }),
      };
    },
    isTicked: (name, value, initial = false) =>
      wasRefused ? (state.typed[name]?.includes(value) ?? false) : initial,
  };
}
