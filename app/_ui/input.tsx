import type { ComponentProps } from "react";
import { CONTROL_CLASS } from "./control-class.ts";
import { joinClasses } from "./join-classes.ts";

type InputProps = Omit<ComponentProps<"input">, "className"> & {
  /** For codes, hosts and ids. */
  isMono?: boolean | undefined;
};

export function Input({ isMono, ...rest }: InputProps) {
  return (
    <input
      type="text"
      {...rest}
      className={joinClasses(
        CONTROL_CLASS,
        isMono && "font-mono",
        rest.type === "file" && "py-1.5 file:me-3 file:font-medium file:text-accent-text",
      )}
    />
  );
}
