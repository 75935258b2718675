import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { PanelFocus } from "./panel-focus.tsx";

type SidePanelProps = {
  /** Which row is open; the link that opened it carries `data-opens={openId}`. */
  openId: string;
  title: ReactNode;
  /** The list without the panel. */
  closeHref: string;
  children: ReactNode;
};

type BesideProps = { panel: ReactNode; children: ReactNode };

/** A list and, beside it, the panel of the row that is open: on a phone the panel alone. */
export function BesidePanel({ panel, children }: BesideProps) {
  if (!panel) return children;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_26rem]">
      <div className="min-w-0 max-lg:hidden">{children}</div>
      {panel}
    </div>
  );
}

/** Details of one row, as a state of the page with an address. Focus moves in, and back to the row once it closes. */
export function SidePanel({ openId, title, closeHref, children }: SidePanelProps) {
  const t = useTranslations("ui.panel");
  return (
    <section
      aria-labelledby="side-panel-title"
      className="grid min-w-0 gap-4 rounded-lg border bg-surface p-4 lg:sticky lg:top-18 lg:max-h-[calc(100dvh-6rem)] lg:overflow-y-auto lg:[html:has([data-notice])_&]:scroll-pb-40"
    >
      <PanelFocus openId={openId} closeHref={closeHref} />
      <div className="flex items-start justify-between gap-3">
        <h2 id="side-panel-title" tabIndex={-1} className="min-w-0 text-base font-semibold break-words">
          {title}
        </h2>
        <Link
          href={closeHref}
          prefetch={false}
          scroll={false}
          className="grid size-7 shrink-0 place-items-center rounded-md hover:bg-sunken pointer-coarse:size-11"
        >
          <X aria-hidden="true" className="size-5" />
          <span className="sr-only">{t("close")}</span>
        </Link>
      </div>
      {children}
    </section>
  );
}
