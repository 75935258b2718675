import { LoaderCircle } from "lucide-react";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonTone, buttonClass } from "./button-class.ts";

type ButtonProps = Omit<ComponentProps<"button">, "className"> & {
  tone?: ButtonTone | undefined;
  size?: ButtonSize | undefined;
  isWide?: boolean | undefined;
  /** Work is under way: the button keeps its place, its words and the focus. Who handles the press ignores it. */
  pending?: boolean | undefined;
};

export function Button({ tone, size, isWide, pending = false, disabled, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
      className={buttonClass(tone, size, isWide)}
    >
      {pending && <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />}
      {children}
    </button>
  );
}
