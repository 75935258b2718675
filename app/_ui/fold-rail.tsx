"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SubmitEvent } from "react";
import { joinClasses } from "./join-classes.ts";
import { RAIL_FOLD_ID, RAIL_ID, RAIL_ITEM_CLASS, RAIL_NAME_CLASS, type RailState } from "./rail-state.ts";

type FoldRailProps = { state: RailState; onFold: (next: RailState) => void };

/** The button that folds the rail. Without scripts its form posts, and the page comes back to it. */
export function FoldRail({ state, onFold }: FoldRailProps) {
  const t = useTranslations("ui.rail");
  const isFolded = state === "folded";
  const next = isFolded ? "open" : "folded";
  const Icon = isFolded ? PanelLeftOpen : PanelLeftClose;

  function keep(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    onFold(next);
    const { action } = event.currentTarget;
    // Where it does not get through, the rail is folded all the same until the page is loaded anew.
    void fetch(action, {
      method: "POST",
      body: new URLSearchParams({ rail: next }),
      redirect: "manual",
    }).catch(() => undefined);
  }

  return (
    <form
      method="post"
      action="/rail"
      onSubmit={keep}
      className="mt-3 hidden border-t border-line pt-3 lg:block"
    >
      <input type="hidden" name="rail" value={next} />
      <button
        id={RAIL_FOLD_ID}
        type="submit"
        aria-expanded={!isFolded}
        aria-controls={RAIL_ID}
        className={joinClasses(
          "group relative flex min-h-9 w-full items-center gap-3 rounded-md px-3 text-start text-muted hover:bg-sunken hover:text-ink pointer-coarse:min-h-11",
          RAIL_ITEM_CLASS,
        )}
      >
        <Icon aria-hidden="true" className="size-[18px] shrink-0 rtl:-scale-x-100" />
        <span className={RAIL_NAME_CLASS}>{isFolded ? t("unfold") : t("fold")}</span>
      </button>
    </form>
  );
}
