"use client";

import type { MouseEvent, ReactNode } from "react";
import type { ButtonSize, ButtonTone } from "./button-class.ts";
import { Button } from "./button.tsx";
import { ConfirmAnswers, ConfirmPopup, useConfirm } from "./confirm-popup.tsx";

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
  const { trigger, ask, confirm, popup } = useConfirm();

  function askFirst(event: MouseEvent<HTMLButtonElement>) {
    if (event.currentTarget.form?.reportValidity() === false) return;
    event.preventDefault();
    ask();
  }

  return (
    <>
      <Button
        ref={trigger}
        type="submit"
        tone={tone}
        size={size}
        name={name}
        value={value}
        onClick={askFirst}
      >
        {children}
      </Button>
      <ConfirmPopup popup={popup} title={title} description={description}>
        <ConfirmAnswers
          label={confirmLabel}
          tone={tone === "primary" ? "primary" : "danger"}
          onConfirm={confirm}
        />
      </ConfirmPopup>
    </>
  );
}
