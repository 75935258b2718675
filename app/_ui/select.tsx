import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { CONTROL_CLASS } from "./control-class.ts";
import { Field } from "./field.tsx";

export type Option = { value: string; label: string; isDisabled?: boolean };

type SelectProps = Omit<ComponentProps<"select">, "className" | "children"> & { options: readonly Option[] };

/** The browser's own list: works everywhere, also with a thumb. */
export function Select({ options, ...rest }: SelectProps) {
  return (
    <span className="relative grid grid-cols-[minmax(0,1fr)]">
      <select {...rest} className={`${CONTROL_CLASS} appearance-none pe-9 forced-colors:appearance-auto`}>
        {options.map(({ value, label, isDisabled }) => (
          <option key={value} value={value} disabled={isDisabled}>
            {label}
          </option>
        ))}
      </select>
      <ChevronDown
        aria-hidden="true"
        className="pointer-events-none absolute end-3 top-1/2 size-4 -translate-y-1/2 text-muted forced-colors:hidden"
      />
    </span>
  );
}

type SelectFieldProps = Omit<ComponentProps<typeof Field>, "children"> & Omit<SelectProps, "id" | "required">;

/** A choice of one, sent under its name, or its id without one. */
export function SelectField({ id, label, hint, error, isOptional, name = id, ...select }: SelectFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => <Select {...select} {...control} key={String(select.defaultValue)} name={name} />}
    </Field>
  );
}
