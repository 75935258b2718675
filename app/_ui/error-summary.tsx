"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

export type FieldError = { fieldId: string; message: string };
type ErrorSummaryProps = { title?: string | undefined; errors: readonly FieldError[] };

/** Stands on top of a form that was refused, links to each field, and takes the focus; nothing when all is well. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
  const t = useTranslations("ui.form");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors.length > 0) box.current?.focus();
  }, [errors]);
  if (errors.length === 0) return null;
  return (
    // The attribute moves the focus where scripts are off.
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      autoFocus
      className="rounded-lg border-2 border-danger bg-danger-soft p-4 text-danger"
    >
      <h2 className="font-semibold">{title ?? t("refused")}</h2>
      <ul className="mt-2 list-disc ps-5">
        {errors.map(({ fieldId, message }) => (
          <li key={`${fieldId} ${message}`}>
            <a href={`#${fieldId}`} className="inline-block min-h-6 align-top underline underline-offset-2">
              <span data-text="lib">{message}</span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
