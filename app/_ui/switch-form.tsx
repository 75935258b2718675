"use client";

import { useTranslations } from "next-intl";
import type { FormAction } from "./form-state.ts";
import { Form } from "./form.tsx";
import { useSubmitForm } from "./use-submit-form.ts";

type SwitchFormProps = {
  action: FormAction;
  /** What it switches, for screen readers and beside it unless hidden: "List agents for Member". */
  label: string;
  isLabelHidden?: boolean | undefined;
  isOn: boolean;
  /** Sent along; `wasOn` among them lets the verb refuse a switch somebody else turned meanwhile. */
  hidden: Readonly<Record<string, string | number>>;
  /** Carries what it should become: "true" or "false". */
  name?: string | undefined;
};

/** Takes effect at once, in a form of its own, with or without scripts. Its action answers `done` with an `undo`. */
export function SwitchForm({ action, label, isLabelHidden, isOn, hidden, name = "isOn" }: SwitchFormProps) {
  const t = useTranslations("ui.switch");
  const form = useSubmitForm(action);
  return (
    <Form form={form} hidden={{ ...hidden, [name]: isOn ? "false" : "true" }} layout="bare">
      <button
        type="submit"
        role="switch"
        aria-checked={isOn}
        aria-busy={form.isPending || undefined}
        aria-label={label}
        onClick={(event) => form.isPending && event.preventDefault()}
        className="group inline-flex min-h-7 w-fit items-center gap-2 rounded-md text-start pointer-coarse:min-h-11"
      >
        <span
          aria-hidden="true"
          className="relative h-5 w-9 shrink-0 rounded-full border border-control bg-sunken transition-colors duration-[120ms] group-aria-busy:opacity-60 group-aria-checked:border-accent group-aria-checked:bg-accent forced-colors:group-aria-checked:bg-[Highlight]"
        >
          <span className="absolute start-0.5 top-0.5 size-3.5 rounded-full bg-control transition-[inset-inline-start] duration-[120ms] group-aria-checked:start-[1.125rem] group-aria-checked:bg-accent-ink forced-colors:bg-[ButtonText]" />
        </span>
        <span aria-hidden="true" className="text-table">
          {!isLabelHidden && <span className="font-medium">{label} </span>}
          <span className="text-muted">{isOn ? t("on") : t("off")}</span>
        </span>
      </button>
    </Form>
  );
}
