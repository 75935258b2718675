import { joinClasses } from "./join-classes.ts";

type ChoiceButtonsProps = {
  /** Where the form is posted; the button that is pressed sends its value as `name`. */
  action: string;
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  current: string;
};

/** A few buttons of one form, one of which is pressed; works without JavaScript. */
export function ChoiceButtons({ action, name, label, options, current }: ChoiceButtonsProps) {
  return (
    <form method="post" action={action}>
      <fieldset className="inline-flex min-w-0 flex-wrap items-center gap-2">
        <legend className="sr-only">{label}</legend>
        <span aria-hidden="true" className="text-xs text-muted">
          {label}
        </span>
        <span className="inline-flex rounded-md border border-control">
          {options.map((option) => (
            <button
              key={option.value}
              type="submit"
              name={name}
              value={option.value}
              aria-pressed={option.value === current}
              className={joinClasses(
                "min-h-7 px-2 text-xs first:rounded-s-[5px] last:rounded-e-[5px] pointer-coarse:min-h-11",
                option.value === current
                  ? "bg-accent-soft font-medium text-accent-text underline underline-offset-4"
                  : "text-muted hover:bg-sunken hover:text-ink",
              )}
            >
              {option.label}
            </button>
          ))}
        </span>
      </fieldset>
    </form>
  );
}
