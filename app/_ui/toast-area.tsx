"use client";

import { Toast } from "@base-ui/react/toast";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useCallback } from "react";
import { buttonClass } from "./button-class.ts";
import { ToastContext, type ToastMessage } from "./toast-context.ts";

/** Undo lasts this long; the clock stands still under the pointer and while the focus is inside. */
const SHOWN_MS = 10_000;

/** Where toasts appear: at the page's lower end, above everything, read out politely (failures at once). F6 leads there. */
export function ToastArea({ children }: { children: ReactNode }) {
  return (
    <Toast.Provider timeout={SHOWN_MS} limit={3}>
      <Shower>{children}</Shower>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={useTranslations("ui.toast")("area")}
          className="fixed inset-x-4 bottom-4 z-50 grid gap-2 sm:start-auto sm:w-96 max-sm:[body:has([data-primary])_&]:bottom-20"
        >
          <Toasts />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function Shower({ children }: { children: ReactNode }) {
  const { add } = Toast.useToastManager<ToastMessage>();
  const show = useCallback(
    (data: ToastMessage) => {
      add({ title: data.message, data, priority: data.tone === "danger" ? "high" : "low" });
    },
    [add],
  );
  return <ToastContext value={show}>{children}</ToastContext>;
}

function Toasts() {
  const t = useTranslations("ui.toast");
  const { toasts, close } = Toast.useToastManager<ToastMessage>();
  return toasts.map((toast) => {
    const { tone = "ok", undo } = toast.data ?? {};
    const Icon = tone === "ok" ? CircleCheck : CircleAlert;
    return (
      <Toast.Root
        key={toast.id}
        toast={toast}
        className="rounded-lg border bg-surface p-3 shadow-float transition-opacity duration-[180ms] data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-center gap-3">
          <Icon
            aria-hidden="true"
            className={`size-5 shrink-0 ${tone === "ok" ? "text-ok" : "text-danger"}`}
          />
          <Toast.Title className="min-w-0 flex-1 font-medium break-words" />
          {undo && (
            <button
              type="button"
              className={buttonClass("secondary", "dense")}
              onClick={() => {
                close(toast.id);
                undo();
              }}
            >
              {t("undo")}
            </button>
          )}
          <Toast.Close
            aria-label={t("close")}
            className="grid size-7 shrink-0 place-items-center rounded-md hover:bg-sunken pointer-coarse:size-11"
          >
            <X aria-hidden="true" className="size-4" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}
