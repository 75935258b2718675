"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import type { FormProblem } from "./form-state.ts";
import { NewTabLink } from "./new-tab-link.tsx";

type FormProblemNoticeProps = { problem: FormProblem; title?: string | undefined };

/** On top of a form: why it was not done, where no field is at fault. Takes the focus. */
export function FormProblemNotice({ problem, title }: FormProblemNoticeProps) {
  const t = useTranslations("ui.form");
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [problem]);
  return (
    <div
      ref={box}
      role="alert"
      tabIndex={-1}
      className="grid gap-1 rounded-lg border-2 border-danger bg-danger-soft p-4 text-danger"
    >
      <h2 className="font-semibold">{title ?? t("failed")}</h2>
      <p className="max-w-[72ch] text-ink">
        {problem.kind === "failed" && <span data-text="lib">{problem.message}</span>}
        {problem.kind === "signed-out" &&
          t.rich("signedOut", { link: (text) => <NewTabLink href="/sign-in?next=/o">{text}</NewTabLink> })}
        {problem.kind === "confirm-again" &&
          t.rich("confirmAgain", {
            link: (text) => <NewTabLink href="/sign-in/again?next=/o">{text}</NewTabLink>,
          })}
      </p>
    </div>
  );
}
