"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { DIALOG_BACKDROP, DIALOG_POPUP } from "./dialog-class.ts";

/** Asks before the submit button `trigger` submits the form it stands in. */
export function useConfirm() {
  const trigger = useRef<HTMLButtonElement>(null);
  const isConfirmed = useRef(false);
  const [isOpen, setIsOpen] = useState(false);

  const ask = useCallback(() => setIsOpen(true), []);

  function confirm() {
    isConfirmed.current = true;
    setIsOpen(false);
  }

  // Not before the dialog is gone and the focus is back: the answer takes the focus, and must be the last to do so.
  function submitIfConfirmed(isStillOpen: boolean) {
    if (isStillOpen || !isConfirmed.current) return;
    isConfirmed.current = false;
    trigger.current?.focus();
    trigger.current?.form?.requestSubmit(trigger.current);
  }

  return {
    trigger,
    ask,
    confirm,
    popup: {
      isOpen,
      setIsOpen,
      onClosed: submitIfConfirmed,
      finalFocus: () => (isConfirmed.current ? false : trigger.current),
    },
  };
}

type ConfirmPopupProps = {
  /** Of `useConfirm`. */
  popup: ReturnType<typeof useConfirm>["popup"];
  /** A question that names the thing: "Disconnect Claude?" */
  title: string;
  /** What will stop, and for whom. */
  description: ReactNode;
  /** The buttons, and what has to be filled in before them. */
  children: ReactNode;
};

export function ConfirmPopup({ popup, title, description, children }: ConfirmPopupProps) {
  return (
    <AlertDialog.Root
      open={popup.isOpen}
      onOpenChange={popup.setIsOpen}
      onOpenChangeComplete={popup.onClosed}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={DIALOG_BACKDROP} />
        <AlertDialog.Popup finalFocus={popup.finalFocus} className={DIALOG_POPUP}>
          <AlertDialog.Title className="text-base font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description render={<div />} className="text-muted">
            {description}
          </AlertDialog.Description>
          {children}
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

type ConfirmAnswersProps = {
  /** The verb again: "Disconnect Claude". */
  label: string;
  tone?: "primary" | "danger" | undefined;
  onConfirm: () => void;
};

/** The two answers to a question that needs nothing filled in. */
export function ConfirmAnswers({ label, tone = "danger", onConfirm }: ConfirmAnswersProps) {
  const t = useTranslations("ui.confirm");
  return (
    <div className="flex flex-wrap justify-end gap-2">
      <AlertDialog.Close render={<Button />}>{t("cancel")}</AlertDialog.Close>
      <Button tone={tone} onClick={onConfirm}>
        {label}
      </Button>
    </div>
  );
}
