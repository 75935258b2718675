"use client";

import { useTranslations } from "next-intl";
import { startTransition, useEffect, useRef, useSyncExternalStore } from "react";
import { Banner } from "./banner.tsx";
import { Button } from "./button.tsx";
import { EMPTY_FORM, type FormAction, type FormDone, type FormState } from "./form-state.ts";
import { type ToastMessage, useToast } from "./toast-context.ts";

type FormOutcomeProps<Result> = {
  done: FormDone;
  serverAction: FormAction<Result>;
  /** The form's own dispatcher: takes the undo where scripts are off. */
  action: (form: FormData) => void;
};

/** What was done: a toast with Undo, or without scripts a banner with the same button. */
export function FormOutcome<Result>({ done, serverAction, action }: FormOutcomeProps<Result>) {
  const t = useTranslations("ui.toast");
  const show = useToast();
  const isScripted = useIsScripted();
  const shown = useRef<FormDone>(undefined);
  useEffect(() => {
    if (!show || shown.current === done) return;
    shown.current = done;
    showDone(show, done, serverAction);
  }, [show, done, serverAction]);
  if (show && isScripted) return null;
  return (
    <Banner
      tone="ok"
      title={done.message}
      live="status"
      action={
        done.undo && (
          <form action={action}>
            {Object.entries(done.undo).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <Button type="submit">{t("undo")}</Button>
          </form>
        )
      }
    />
  );
}

/** The undo calls the action itself: the form it came from may be gone from the page by then. */
function showDone<Result>(
  show: (toast: ToastMessage) => void,
  { message, undo }: FormDone,
  serverAction: FormAction<Result>,
): void {
  const takeBack = undo && (() => startTransition(() => runUndo(show, undo, serverAction)));
  show({ message, tone: "ok", undo: takeBack });
}

async function runUndo<Result>(
  show: (toast: ToastMessage) => void,
  fields: Readonly<Record<string, string>>,
  serverAction: FormAction<Result>,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const { done, problem } = await serverAction(EMPTY_FORM as FormState<Result>, form);
  if (done) show({ message: done.message, tone: "ok" });
  else if (problem?.kind === "failed") show({ message: problem.message, tone: "danger" });
}

/** False on the server and while scripts are off. */
function useIsScripted(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
