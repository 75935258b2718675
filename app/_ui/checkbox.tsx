import { Check } from "lucide-react";
import { type ComponentProps, type ReactNode, useId } from "react";

type CheckboxProps = Omit<ComponentProps<"input">, "type" | "className" | "children"> & {
  label: ReactNode;
  /** Read out with the box: a consequence, or why it is locked. */
  description?: ReactNode;
  /** Stands at the end of the label's line, inside the label: an effect badge. */
  badge?: ReactNode;
};

/** A native checkbox with our own look; the whole first line is its target, 44 px high under a finger. */
export function Checkbox({ label, description, badge, id, ...rest }: CheckboxProps) {
  const ownId = useId();
  const inputId = id ?? ownId;
  const descriptionId = description ? `${inputId}-description` : undefined;
  return (
    <div className="grid">
      <label
        htmlFor={inputId}
        className="flex min-h-7 items-center gap-3 font-medium has-disabled:text-muted pointer-coarse:min-h-11"
      >
        <span className="relative grid size-5 shrink-0 place-items-center">
          <input
            {...rest}
            id={inputId}
            type="checkbox"
            aria-describedby={descriptionId}
            className="peer size-5 appearance-none rounded-sm border border-control bg-surface checked:border-accent checked:bg-accent disabled:border-line disabled:bg-sunken checked:disabled:border-control checked:disabled:bg-control forced-colors:appearance-auto"
          />
          <Check
            aria-hidden="true"
            strokeWidth={3}
            className="pointer-events-none absolute hidden size-4 text-accent-ink peer-checked:block peer-disabled:text-surface forced-colors:hidden"
          />
        </span>
        <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words">{label}</span>
          {badge}
        </span>
      </label>
      {description && (
        <p id={descriptionId} className="ms-8 max-w-[72ch] text-table text-muted">
          {description}
        </p>
      )}
    </div>
  );
}
