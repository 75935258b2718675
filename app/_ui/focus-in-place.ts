"use client";

/** Whether something inside has the focus. */
export function hasFocus(element: HTMLElement | null): boolean {
  return element?.contains(document.activeElement) ?? false;
}

/** Gives it the focus and leaves the page where it was scrolled to. */
export function focusInPlace(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
