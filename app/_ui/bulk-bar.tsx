"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";

type BulkBarProps = {
  /** The boxes' name: that of the table's `select`. */
  name: string;
  /** Submit buttons of the form around the bar and the table. */
  children: ReactNode;
};

/** What can be done to the ticked rows, and how many they are. Stands in the form that holds the table. */
export function BulkBar({ name, children }: BulkBarProps) {
  const t = useTranslations("ui.bulk");
  const bar = useRef<HTMLFieldSetElement>(null);
  const [count, setCount] = useState<number>();

  useEffect(() => {
    const form = bar.current?.form;
    if (!form) return;
    const recount = () => setCount(findBoxes(form, name).filter(({ checked }) => checked).length);
    recount();
    form.addEventListener("change", recount);
    return () => form.removeEventListener("change", recount);
  }, [name]);

  function setAll(isTicked: boolean) {
    const form = bar.current?.form;
    if (!form) return;
    for (const box of findBoxes(form, name)) box.checked = isTicked;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  }

  return (
    <fieldset
      ref={bar}
      className="z-10 mt-2 flex flex-wrap items-center gap-3 rounded-lg border bg-surface p-3 shadow-float sm:sticky sm:bottom-0 sm:[html:has([data-notice])_&]:static"
    >
      <legend className="sr-only">{t("label")}</legend>
      <p role="status" className="font-medium tabular-nums">
        {count === undefined ? t("choose") : t("count", { count })}
      </p>
      <span className="flex gap-3 noscript:hidden">
        <LinkLike onClick={() => setAll(true)}>{t("all")}</LinkLike>
        {count !== undefined && count > 0 && <LinkLike onClick={() => setAll(false)}>{t("none")}</LinkLike>}
      </span>
      {/* Without a box ticked the buttons say so when pressed, by the verb's own complaint. */}
      <span className="ms-auto flex flex-wrap gap-2">{children}</span>
    </fieldset>
  );
}

function LinkLike({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="min-h-7 text-accent-text underline underline-offset-2 hover:decoration-2 pointer-coarse:min-h-11"
    >
      {children}
    </button>
  );
}

function findBoxes(form: HTMLFormElement, name: string): HTMLInputElement[] {
  return [...form.elements].filter(
    (one): one is HTMLInputElement =>
      one instanceof HTMLInputElement && one.type === "checkbox" && one.name === name && !one.disabled,
  );
}
