import "#server-only";
import { refresh } from "next/cache";
import type { FormState } from "../_ui/form-state.ts";

/**
 * What is saved now is shown beside a form that was refused, with the version it can be saved over, and after one that
 * was saved and stays on its page.
 */
export function settle<Result>(state: FormState<Result>): FormState<Result> {
  if (state.problem?.kind === "failed" || state.done) refresh();
  return state;
}
