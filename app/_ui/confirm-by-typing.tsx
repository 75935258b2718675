"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useTranslations } from "next-intl";
import { type FormEvent, type MouseEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { ConfirmPopup, useConfirm } from "./confirm-popup.tsx";
import { Input } from "./input.tsx";

type ConfirmByTypingProps = {
  /** A question that names the thing: "Delete Acme?" */
  title: string;
  /** What will stop, in numbers, and until when it can be undone. */
  description: ReactNode;
  /** What has to be typed, exactly: the short name. */
  expected: string;
  confirmLabel: string;
  /** The words on the button that stands in the form. */
  children: ReactNode;
  /** The field the typed words are sent in; the verb compares them again. */
  name?: string | undefined;
};

/** The submit button of the form around it, for what cannot be taken back. Without scripts the field stands beside it. */
export function ConfirmByTyping(props: ConfirmByTypingProps) {
  const { title, description, expected, confirmLabel, children, name = "confirm" } = props;
  const t = useTranslations("ui.confirm");
  const id = useId();
  const { trigger, ask, confirm, popup } = useConfirm();
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const label = t.rich("type", {
    expected: () => <bdi className="font-mono font-medium break-all">{expected}</bdi>,
  });

  function askFirst(event: MouseEvent) {
    event.preventDefault();
    setTyped("");
    ask();
  }

  function confirmTyped(event: FormEvent) {
    event.preventDefault();
    if (typed !== expected) return;
    if (field.current) field.current.value = typed;
    confirm();
  }

  return (
    <>
      <div className="hidden gap-1 noscript:grid">
        <label htmlFor={`${id}-plain`}>{label}</label>
        <Input ref={field} id={`${id}-plain`} name={name} isMono autoComplete="off" />
      </div>
      <Button ref={trigger} type="submit" tone="danger" onClick={askFirst}>
        {children}
      </Button>
      <ConfirmPopup popup={popup} title={title} description={description}>
        <form className="grid gap-4" onSubmit={confirmTyped}>
          <div className="grid gap-1">
            <label htmlFor={id}>{label}</label>
            <Input
              id={id}
              isMono
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </div>
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Close render={<Button />}>{t("cancel")}</AlertDialog.Close>
            <Button type="submit" tone="danger" disabled={typed !== expected}>
              {confirmLabel}
            </Button>
          </div>
        </form>
      </ConfirmPopup>
    </>
  );
}
