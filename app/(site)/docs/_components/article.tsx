import Link from "next/link";
import type { ReactNode } from "react";
import { Breadcrumbs } from "../../../_ui/breadcrumbs.tsx";
import { TextLink } from "../../../_ui/text-link.tsx";
import { ChangedOn } from "../../_components/text-page.tsx";
import { getArticle, type Slug, toHref } from "../articles.ts";
import type { Heading } from "../articles.ts";
import { OnThisPage } from "./on-this-page.tsx";

type ArticleProps = { slug: Slug; headings: readonly Heading[]; children: ReactNode };

/** One article in the frame of the docs: title, gist and date, what is on the page, the text, and the way on. */
export function Article({ slug, headings, children }: ArticleProps) {
  const { article, before, after } = getArticle(slug);
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-x-12 xl:grid-cols-[minmax(0,1fr)_12rem]">
      <article className="grid min-w-0 gap-6">
        <header className="grid max-w-[72ch] min-w-0 gap-3">
          <Breadcrumbs crumbs={[{ label: "Docs", href: "/docs" }]} />
          <h1 className="text-headline font-semibold text-balance wrap-anywhere">{article.title}</h1>
          <p className="text-muted">{article.summary}</p>
          <ChangedOn day={article.changedOn} />
        </header>
        <OnThisPage headings={headings} isFolded />
        <div className="min-w-0">{children}</div>
        <footer className="mt-6 grid max-w-[72ch] gap-4 border-t pt-6">
          <nav aria-label="Next articles" className="flex flex-wrap justify-between gap-4">
            {before && <WayOn label="Before" {...before} />}
            {after && <WayOn label="Next" {...after} />}
          </nav>
          <p className="text-sm text-muted">
            Still stuck, or something wrong here? <TextLink href="/support">Get help</TextLink>.
          </p>
        </footer>
      </article>
      <OnThisPage headings={headings} />
    </div>
  );
}

function WayOn({ label, slug, title }: { label: string; slug: Slug; title: string }) {
  return (
    <Link
      href={toHref(slug)}
      prefetch={false}
      className="grid min-h-11 content-center rounded-lg border bg-surface px-4 py-2 hover:bg-sunken"
    >
      <span className="text-table text-muted">{label}</span>
      <span className="font-medium text-accent-text">{title}</span>
    </Link>
  );
}
