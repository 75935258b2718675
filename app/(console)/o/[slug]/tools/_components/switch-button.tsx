import { useTranslations } from "next-intl";

type SwitchButtonProps = {
  /** The field its press is sent under, and what it then says. */
  name: string;
  value: string;
  label: string;
  isOn: boolean;
};

/** A switch among others in one form: pressing it sends that form. */
export function SwitchButton({ name, value, label, isOn }: SwitchButtonProps) {
  const t = useTranslations("tools.onOff");
  return (
    <button
      type="submit"
      role="switch"
      name={name}
      value={value}
      aria-checked={isOn}
      aria-label={label}
      className="group inline-flex min-h-7 w-fit items-center gap-1.5 rounded-md pointer-coarse:min-h-11"
    >
      <span
        aria-hidden="true"
        className="relative h-5 w-9 shrink-0 rounded-full border border-control bg-sunken transition-colors duration-[120ms] group-aria-checked:border-accent group-aria-checked:bg-accent forced-colors:group-aria-checked:bg-[Highlight]"
      >
        <span className="absolute start-0.5 top-0.5 size-3.5 rounded-full bg-control transition-[inset-inline-start] duration-[120ms] group-aria-checked:start-[1.125rem] group-aria-checked:bg-accent-ink forced-colors:bg-[ButtonText]" />
      </span>
      <span aria-hidden="true" className="w-5 text-start text-xs text-muted">
        {t(isOn ? "on" : "off")}
      </span>
    </button>
  );
}
