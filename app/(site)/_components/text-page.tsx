import type { ReactNode } from "react";
import { Breadcrumbs, type Crumb } from "../../_ui/breadcrumbs.tsx";
import { joinClasses } from "../../_ui/join-classes.ts";
import { SiteShell } from "../../_ui/site-shell.tsx";
import { EntryLink } from "./entry-link.tsx";

type TextPageProps = {
  title: ReactNode;
  /** The page in one or two plain sentences. */
  summary: ReactNode;
  /** The day the text last changed, as YYYY-MM-DD; with it the page says so. */
  changedOn?: string | undefined;
  crumbs?: readonly Crumb[] | undefined;
  /** It has tables, which take all the width there is. */
  isWide?: boolean | undefined;
  children: ReactNode;
};

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** A public page to read: one column, its gist on top. */
export function TextPage(props: TextPageProps) {
  const { title, summary, changedOn, crumbs = [], isWide, children } = props;
  return (
    <SiteShell action={<EntryLink inside="Overview" />}>
      <article className={joinClasses("grid grid-cols-[minmax(0,1fr)] gap-8", !isWide && "max-w-[72ch]")}>
        <header className="grid max-w-[72ch] min-w-0 gap-3">
          {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} />}
          <h1 className="text-headline font-semibold text-balance wrap-anywhere">{title}</h1>
          <p className="text-muted">{summary}</p>
          {changedOn && <ChangedOn day={changedOn} />}
        </header>
        {children}
      </article>
    </SiteShell>
  );
}

/** When a text last changed; the day is YYYY-MM-DD. */
export function ChangedOn({ day }: { day: string }) {
  return (
    <p className="text-table text-muted">
      Last changed on <time dateTime={day}>{DAY.format(new Date(day))}</time>
    </p>
  );
}

type TextSectionProps = {
  title: string;
  /** What an address can point at behind its "#". */
  id?: string | undefined;
  children: ReactNode;
};

export function TextSection({ title, id, children }: TextSectionProps) {
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id={id} className="text-xl font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

export function TextList({ children }: { children: ReactNode }) {
  return <ul className="grid max-w-[72ch] list-disc gap-2 ps-5">{children}</ul>;
}
