"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Moves the focus to the open panel's title and, once it closes, back to the link that opened it. Escape closes. */
export function PanelFocus({ openId, closeHref }: { openId: string; closeHref: string }) {
  const router = useRouter();
  useEffect(() => {
    document.querySelector<HTMLElement>("#side-panel-title")?.focus();
    return () => {
      const opener = `[data-opens="${CSS.escape(openId)}"]`;
      // Once the list is back in the page (a phone hides it meanwhile), and if no other row is open by then.
      requestAnimationFrame(() => {
        if (!document.querySelector("#side-panel-title"))
          document.querySelector<HTMLElement>(opener)?.focus();
      });
    };
  }, [openId]);
  useEffect(() => {
    function closeOnEscape(event: KeyboardEvent) {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("[role=alertdialog]"))
        return;
      router.push(closeHref, { scroll: false });
    }
    document.addEventListener("keydown", closeOnEscape);
    return () => document.removeEventListener("keydown", closeOnEscape);
  }, [router, closeHref]);
  return null;
}
