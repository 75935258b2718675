"use client";

import { useEffect } from "react";

/** Where a slash is a character, or chooses something. */
const TYPED_IN =
  "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]:not([contenteditable=false])";
const DIALOGS = "dialog[open], [role=dialog], [role=alertdialog]";

/** Has `/` lead to the field with that id, and says so beside it. */
export function SearchKey({ fieldId }: { fieldId: string }) {
  useEffect(() => {
    const field = document.getElementById(fieldId);
    // Said by the script that keeps it.
    field?.setAttribute("aria-keyshortcuts", "/");

    function focusField(event: KeyboardEvent) {
      // Shift is no modifier here: on many keyboards the slash is typed with it.
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return;
      if (event.target.closest(TYPED_IN) || document.querySelector(DIALOGS)) return;
      if (!(field instanceof HTMLInputElement) || !field.checkVisibility()) return;
      event.preventDefault();
      field.focus();
      field.select();
    }
    document.addEventListener("keydown", focusField);
    return () => document.removeEventListener("keydown", focusField);
  }, [fieldId]);

  return (
    <kbd
      aria-hidden="true"
      className="rounded-sm border px-1.5 font-mono text-xs text-muted max-lg:hidden noscript:hidden"
    >
      /
    </kbd>
  );
}
