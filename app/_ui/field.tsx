import { CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** What a control must carry so that its label, hint and error belong to it. */
export type ControlProps = {
  id: string;
  required: boolean | undefined;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  /** Also the target of the error summary's link. */
  id: string;
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** Optional fields say so in words; required ones are the rule. */
  isOptional?: boolean | undefined;
  children: (control: ControlProps) => ReactNode;
};

export function Field({ id, label, hint, error, isOptional = false, children }: FieldProps) {
  const t = useTranslations("ui");
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
        {isOptional && <span className="font-normal text-muted"> {t("optional")}</span>}
      </label>
      {hint && (
        <p id={hintId} className="max-w-[72ch] text-table text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={errorId} className="flex items-start gap-1 text-table font-medium text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span data-text="lib">{error}</span>
        </p>
      )}
      {children({
        id,
        required: !isOptional || undefined,
        "aria-describedby": [hintId, errorId].filter(Boolean).join(" ") || undefined,
        "aria-invalid": error ? true : undefined,
      })}
    </div>
  );
}
