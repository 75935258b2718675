/** The look shared by inputs and selects. 16 px text on touch screens keeps phones from zooming in. */
export const CONTROL_CLASS =
  "w-full min-h-9 rounded-md border border-control bg-surface px-3 text-ink placeholder:text-muted pointer-coarse:min-h-11 pointer-coarse:text-base aria-invalid:border-danger aria-invalid:border-2 disabled:bg-sunken disabled:text-muted";
