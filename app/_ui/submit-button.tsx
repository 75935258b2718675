"use client";

import type { ComponentProps } from "react";
import { useFormStatus } from "react-dom";
import { Button } from "./button.tsx";

/** Submits its form, shows that the form's server action is running, and sends nothing twice meanwhile. */
export function SubmitButton(props: Omit<ComponentProps<typeof Button>, "type" | "pending">) {
  const { pending } = useFormStatus();
  const { onClick } = props;
  return (
    <Button
      tone="primary"
      {...props}
      type="submit"
      pending={pending}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
    />
  );
}
