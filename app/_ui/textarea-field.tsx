import type { ComponentProps } from "react";
import { CONTROL_CLASS } from "./control-class.ts";
import { Field } from "./field.tsx";
import { joinClasses } from "./join-classes.ts";

type TextareaFieldProps = Omit<ComponentProps<typeof Field>, "children"> &
  Omit<ComponentProps<"textarea">, "id" | "required" | "className"> & { isMono?: boolean | undefined };

/** Several lines of text, sent under its name, or its id without one. */
export function TextareaField(props: TextareaFieldProps) {
  const { id, label, hint, error, isOptional, name = id, isMono, rows = 4, ...textarea } = props;
  return (
    <Field id={id} label={label} hint={hint} error={error} isOptional={isOptional}>
      {(control) => (
        <textarea
          {...textarea}
          {...control}
          key={String(textarea.defaultValue)}
          name={name}
          rows={rows}
          className={joinClasses(CONTROL_CLASS, "resize-y py-2", isMono && "font-mono")}
        />
      )}
    </Field>
  );
}
