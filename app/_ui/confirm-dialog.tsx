"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import type { ButtonSize, ButtonTone } from "./button-class.ts";
import { Button } from "./button.tsx";

type ConfirmDialogProps = {
  /** A question that names the thing: "Disconnect Claude?" */
  title: string;
  /** What will stop, and for whom. */
  description: ReactNode;
  /** The verb again: "Disconnect Claude". */
  confirmLabel: string;
  /** The words on the button that stands in the form. */
  children: ReactNode;
  /** Of the button in the form; the dialog confirms in red unless this is primary. */
  tone?: ButtonTone | undefined;
  size?: ButtonSize | undefined;
  /** Sent with the form, as of any submit button. */
  name?: string | undefined;
  value?: string | undefined;
};

/** The submit button of the form around it, which asks first. Without JavaScript it submits at once. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, description, confirmLabel, children, tone = "danger", size, name, value } = props;
  const [isOpen, setIsOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);

  function ask(event: MouseEvent<HTMLButtonElement>) {
    if (event.currentTarget.form?.reportValidity() === false) return;
    event.preventDefault();
    setIsOpen(true);
  }

  function confirm() {
    setIsOpen(false);
    trigger.current?.form?.requestSubmit(trigger.current);
  }

  return (
    <>
      <Button ref={trigger} type="submit" tone={tone} size={size} name={name} value={value} onClick={ask}>
        {children}
      </Button>
      <AlertDialog.Root open={isOpen} onOpenChange={setIsOpen}>
        <AlertDialog.Portal>
          <AlertDialog.Backdrop className="fixed inset-0 bg-black/50 transition-opacity duration-[180ms] data-ending-style:opacity-0 data-starting-style:opacity-0" />
          <AlertDialog.Popup
            finalFocus={trigger}
            className="fixed inset-x-4 top-1/2 mx-auto grid max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 gap-4 overflow-y-auto rounded-lg border bg-surface p-6 text-ink shadow-float transition-opacity duration-[180ms] data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
            <AlertDialog.Description render={<div />} className="text-muted">
              {description}
            </AlertDialog.Description>
            <div className="flex flex-wrap justify-end gap-2">
              <AlertDialog.Close render={<Button />}>Cancel</AlertDialog.Close>
              <Button tone={tone === "primary" ? "primary" : "danger"} onClick={confirm}>
                {confirmLabel}
              </Button>
            </div>
          </AlertDialog.Popup>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  );
}
