import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type RadioCard = {
  value: string;
  label: string;
  description?: ReactNode;
  badge?: ReactNode;
  /** Why it cannot be chosen; it stays in sight. */
  lockedBecause?: string | undefined;
};

type RadioCardsProps = {
  /** Also the target of the error summary's link. */
  id: string;
  name?: string | undefined;
  legend: string;
  hint?: ReactNode;
  error?: string | undefined;
  options: readonly RadioCard[];
  defaultValue?: string | undefined;
};

/** A choice of one among few that need a sentence each. Native radios: arrow keys move, without scripts too. */
export function RadioCards(props: RadioCardsProps) {
  const { id, name = id, legend, hint, error, options, defaultValue } = props;
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={[hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined}
      className="grid gap-2"
    >
      <legend className="mb-1 font-medium">{legend}</legend>
      {hint && (
        <p id={`${id}-hint`} className="max-w-[72ch] text-table text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="flex items-start gap-1 text-table font-medium text-danger">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span data-text="lib">{error}</span>
        </p>
      )}
      {options.map((option) => (
        <Card
          key={`${option.value} ${defaultValue}`}
          id={`${id}-${option.value}`}
          name={name}
          option={option}
          isChecked={option.value === defaultValue}
        />
      ))}
    </fieldset>
  );
}

type CardProps = { id: string; name: string; option: RadioCard; isChecked: boolean };

function Card({ id, name, option, isChecked }: CardProps) {
  const { value, label, description, badge, lockedBecause } = option;
  const hasText = description !== undefined || lockedBecause !== undefined;
  return (
    <div className="relative rounded-lg border border-control bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring">
      <label
        htmlFor={id}
        className="flex min-h-6 items-center gap-3 font-medium after:absolute after:inset-0 has-disabled:text-muted"
      >
        <input
          id={id}
          type="radio"
          name={name}
          value={value}
          defaultChecked={isChecked}
          disabled={lockedBecause !== undefined}
          aria-describedby={hasText ? `${id}-text` : undefined}
          className="size-4 shrink-0 accent-accent focus-visible:outline-none"
        />
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 break-words">
          {label}
          {badge}
        </span>
      </label>
      {hasText && (
        <div id={`${id}-text`} className="ms-7 max-w-[72ch] text-table text-muted">
          {description}
          {lockedBecause && <p>{lockedBecause}</p>}
        </div>
      )}
    </div>
  );
}
