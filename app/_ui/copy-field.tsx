"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FocusEvent, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CONTROL_CLASS } from "./control-class.ts";

type CopyFieldProps = {
  label: string;
  value: string;
  hint?: string | undefined;
  /** How many lines of it are seen; one unless told. */
  rows?: number | undefined;
};

/** A value to take elsewhere. Without JavaScript it is a field to select from, and the button is not shown. */
export function CopyField({ label, value, hint, rows = 1 }: CopyFieldProps) {
  const t = useTranslations("ui.copy");
  const id = useId();
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [outcome, setOutcome] = useState<"copied" | "selected">();

  async function copy() {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setOutcome("copied");
    } catch {
      setOutcome("selected");
    }
  }

  const control = {
    ref: field,
    id,
    readOnly: true,
    value,
    "aria-describedby": hint ? `${id}-hint` : undefined,
    onFocus: (event: FocusEvent<HTMLInputElement | HTMLTextAreaElement>) => event.currentTarget.select(),
  };
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="flex flex-wrap gap-2">
        {rows === 1 ? (
          <input {...control} className={`${CONTROL_CLASS} min-w-0 flex-1 basis-56 font-mono`} />
        ) : (
          <textarea
            {...control}
            rows={rows}
            className={`${CONTROL_CLASS} min-w-0 flex-1 basis-56 resize-y py-2`}
          />
        )}
        <span className="shrink-0 noscript:hidden">
          <Button onClick={() => void copy()}>
            {outcome === "copied" ? (
              <Check aria-hidden="true" className="size-4 text-ok" />
            ) : (
              <Copy aria-hidden="true" className="size-4" />
            )}
            {t("button")}
            <span className="sr-only"> {label}</span>
          </Button>
        </span>
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-table text-muted">
          {hint}
        </p>
      )}
      <p role="status" className="text-table text-muted empty:hidden">
        {outcome === "copied" && t("copied")}
        {outcome === "selected" && t("selected")}
      </p>
    </div>
  );
}
