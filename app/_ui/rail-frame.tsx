"use client";

import { type PointerEvent, type ReactNode, useEffect, useState } from "react";
import { FoldRail } from "./fold-rail.tsx";
import type { RailState } from "./rail-state.ts";

/** What was pressed last in this window: a frame that the router kept from before must not undo it. */
let pressed: RailState | undefined;

type RailFrameProps = {
  /** As this browser's cookie says. */
  state: RailState;
  rail: ReactNode;
  children: ReactNode;
};

/** The rail beside what it leads to. Escape takes away the name over the page while the rail shows icons. */
export function RailFrame({ state: kept, rail, children }: RailFrameProps) {
  const [state, setState] = useState(pressed ?? kept);
  const [isQuiet, setQuiet] = useState(false);

  useEffect(() => {
    function hush(event: KeyboardEvent) {
      if (event.key === "Escape") setQuiet(true);
    }
    document.addEventListener("keydown", hush);
    return () => document.removeEventListener("keydown", hush);
  }, []);

  function fold(next: RailState) {
    pressed = next;
    setState(next);
  }

  function leave({ target, relatedTarget }: PointerEvent) {
    const item = target instanceof Element && target.closest("a, button");
    if (item && !(relatedTarget instanceof Node && item.contains(relatedTarget))) setQuiet(false);
  }

  return (
    <div
      data-rail={state}
      className="sm:grid sm:grid-cols-[56px_minmax(0,1fr)] lg:grid-cols-[240px_minmax(0,1fr)] lg:data-[rail=folded]:grid-cols-[56px_minmax(0,1fr)]"
    >
      {/* Not sticky in a low window: the rail cannot scroll by itself without cutting its tooltips off. */}
      <div
        data-quiet={isQuiet || undefined}
        onPointerOut={leave}
        onBlur={() => setQuiet(false)}
        className="z-20 hidden border-e bg-surface sm:block"
      >
        <div className="px-3 py-4 icons:px-2 [@media(min-height:41rem)]:sticky [@media(min-height:41rem)]:top-14">
          {rail}
          <FoldRail state={state} onFold={fold} />
        </div>
      </div>
      {children}
    </div>
  );
}
