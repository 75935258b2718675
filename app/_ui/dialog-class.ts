/** The look shared by dialogs. */
export const DIALOG_BACKDROP =
  "fixed inset-0 bg-black/50 transition-opacity duration-[180ms] data-ending-style:opacity-0 data-starting-style:opacity-0";
export const DIALOG_POPUP =
  "fixed inset-x-4 top-1/2 mx-auto grid max-h-[calc(100dvh-2rem)] max-w-md -translate-y-1/2 gap-4 overflow-y-auto rounded-lg border bg-surface p-6 text-ink shadow-float transition-opacity duration-[180ms] data-ending-style:opacity-0 data-starting-style:opacity-0";
