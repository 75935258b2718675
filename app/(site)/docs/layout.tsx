import type { ReactNode } from "react";
import { Disclosure } from "../../_ui/disclosure.tsx";
import { SiteShell } from "../../_ui/site-shell.tsx";
import { EntryLink } from "../_components/entry-link.tsx";
import { ArticleNav } from "./_components/article-nav.tsx";

/** The frame of all documents: the list of articles at the side, or folded above the text on a phone. */
export default function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <SiteShell action={<EntryLink inside="Overview" />}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[14rem_minmax(0,1fr)] lg:gap-12">
        <div className="text-sm max-lg:hidden">
          <div className="sticky top-6 max-h-[calc(100dvh-3rem)] overflow-y-auto pe-1">
            <ArticleNav />
          </div>
        </div>
        <div className="rounded-lg border bg-surface px-4 py-2 text-sm lg:hidden">
          <Disclosure summary="All articles">
            <ArticleNav />
          </Disclosure>
        </div>
        {children}
      </div>
    </SiteShell>
  );
}
