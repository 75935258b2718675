"use client";

import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { joinClasses } from "./join-classes.ts";

type DetailsMenuProps = {
  /** Of its button. */
  id?: string | undefined;
  /** What the button is called where its content does not say it. */
  label?: string | undefined;
  summary: ReactNode;
  /** Which edge of the button the panel keeps to; "drawer" spans the page below the top bar. */
  panel: "start" | "end" | "drawer";
  children: ReactNode;
};

const PANELS = {
  start: "absolute start-0 top-full mt-1 w-72 max-w-[calc(100vw-4.5rem)] rounded-lg border",
  end: "absolute end-0 top-full mt-1 w-72 max-w-[calc(100vw-2rem)] rounded-lg border",
  drawer: "fixed inset-x-0 top-14 border-b",
};

/** A native disclosure that also closes on Escape, on a press outside and once a link in it was followed. */
export function DetailsMenu({ id, label, summary, panel, children }: DetailsMenuProps) {
  const details = useRef<HTMLDetailsElement>(null);

  useEffect(() => {
    function closeFromOutside(event: PointerEvent) {
      if (event.target instanceof Node && !details.current?.contains(event.target)) close();
    }
    document.addEventListener("pointerdown", closeFromOutside);
    return () => document.removeEventListener("pointerdown", closeFromOutside);
  }, []);

  function close() {
    details.current?.removeAttribute("open");
  }

  function closeOnEscape(event: KeyboardEvent) {
    if (event.key !== "Escape" || !details.current?.open) return;
    close();
    details.current.querySelector("summary")?.focus();
  }

  function closeAfterLink(event: MouseEvent) {
    if (event.target instanceof Element && event.target.closest("a")) close();
  }

  return (
    <details ref={details} className="relative min-w-0" onKeyDown={closeOnEscape}>
      <summary
        id={id}
        aria-label={label}
        className="flex min-h-9 min-w-9 items-center justify-center gap-2 rounded-md px-2 hover:bg-sunken pointer-coarse:min-h-11 pointer-coarse:min-w-11"
      >
        {summary}
      </summary>
      <div
        className={joinClasses(
          "z-40 max-h-[calc(100dvh-4.5rem)] overflow-y-auto bg-surface p-2 shadow-float",
          PANELS[panel],
        )}
        onClick={closeAfterLink}
      >
        {children}
      </div>
    </details>
  );
}
