/** Whether the console's rail shows words or, from 1024 px too, only icons. */
export type RailState = "open" | "folded";

export const RAIL_COOKIE = "rail";

/** What the button controls, and the button itself. */
export const RAIL_ID = "rail";
export const RAIL_FOLD_ID = "fold-rail";

/** The state a cookie or a form names; anything else is "open". */
export function parseRail(value: unknown): RailState {
  return value === "folded" ? "folded" : "open";
}

/** A thing of the rail: while there is only room for icons its words are a tooltip, which stays under the pointer. */
export const RAIL_ITEM_CLASS = "icons:justify-center icons:px-0";
export const RAIL_NAME_CLASS =
  "icons:pointer-events-none icons:absolute icons:start-full icons:z-40 icons:ms-2 icons:rounded-md icons:border icons:bg-surface icons:px-2 icons:py-1 icons:font-medium icons:whitespace-nowrap icons:text-ink icons:opacity-0 icons:shadow-float icons:before:absolute icons:before:inset-y-0 icons:before:-start-2.5 icons:before:w-2.5 icons:group-hover:pointer-events-auto icons:group-hover:opacity-100 icons:group-focus-visible:opacity-100 icons:in-data-quiet:pointer-events-none! icons:in-data-quiet:opacity-0!";
