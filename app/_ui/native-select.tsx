import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { CONTROL_CLASS } from "./control-class.ts";

type Option = { value: string; label: string; disabled?: boolean };
type NativeSelectProps = Omit<ComponentProps<"select">, "className" | "children"> & {
  options: readonly Option[];
};

export function NativeSelect({ options, ...rest }: NativeSelectProps) {
  return (
    <span className="relative block">
      <select {...rest} className={`${CONTROL_CLASS} appearance-none pe-9`}>
        {options.map(({ value, label, disabled }) => (
          <option key={value} value={value} disabled={disabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
