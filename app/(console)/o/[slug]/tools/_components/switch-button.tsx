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
      className="switch"
    >
      {t(isOn ? "on" : "off")}
    </button>
  );
}
