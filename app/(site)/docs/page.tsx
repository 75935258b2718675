import type { Metadata } from "next";
import Link from "next/link";
import { pageTitle } from "../../_ui/page-title.ts";
import { ARTICLES, PARTS, toHref } from "./articles.ts";

export const metadata: Metadata = {
  title: pageTitle("Docs"),
  description: "How Trinity Connect works, how to set it up, and what to do when something fails.",
};

export default function DocsPage() {
  return (
    <div className="grid min-w-0 content-start gap-10">
      <header className="grid max-w-[72ch] gap-3">
        <h1 className="text-headline font-semibold text-balance">Docs</h1>
        <p className="text-muted">{metadata.description}</p>
      </header>
      {PARTS.map((part) => (
        <section key={part} className="grid gap-4">
          <h2 className="text-xl font-semibold">{part}</h2>
          <ul className="grid gap-4 sm:grid-cols-2">
            {ARTICLES.filter((article) => article.part === part).map(({ slug, title, summary }) => (
              <li key={slug} className="grid">
                <Link
                  href={toHref(slug)}
                  prefetch={false}
                  className="grid content-start gap-1 rounded-lg border bg-surface p-4 hover:bg-sunken"
                >
                  <span className="font-medium text-accent-text">{title}</span>
                  <span className="text-sm text-muted">{summary}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
