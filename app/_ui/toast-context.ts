"use client";

import { createContext, useContext } from "react";

export type ToastMessage = {
  message: string;
  tone: "ok" | "danger";
  /** Takes back what was done. */
  undo?: (() => void) | undefined;
};

/** Shows a toast; null where no `ToastArea` is around, and the message has to stand in the page. */
export const ToastContext = createContext<((toast: ToastMessage) => void) | null>(null);

export function useToast(): ((toast: ToastMessage) => void) | null {
  return useContext(ToastContext);
}
