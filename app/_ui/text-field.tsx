import type { ComponentProps } from "react";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

type TextFieldProps = Omit<ComponentProps<typeof Field>, "children"> &
  Omit<ComponentProps<typeof Input>, "id" | "required">;

/** One line of text, sent under its name, or its id without one. What it shows at first is new whenever `defaultValue` is: after a refused form. */
export function TextField({ id, label, hint, error, isOptional, name = id, ...input }: TextFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => <Input {...input} {...control} key={String(input.defaultValue)} name={name} />}
    </Field>
  );
}
