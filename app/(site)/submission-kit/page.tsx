import type { Metadata } from "next";
import { connection } from "next/server";
import { pageTitle } from "../../_ui/page-title.ts";
import { TextLink } from "../../_ui/text-link.tsx";
import { TextPage, TextSection } from "../_components/text-page.tsx";
import { KitBlock } from "./_components/kit-block.tsx";
import type { Section } from "./_kit/kit.ts";
import { loadKit } from "./_kit/load-kit.ts";
import { TOOLS_HREF } from "./_kit/tools.ts";
import { ARCHIVE_HREF, HEAD } from "./_kit/words.ts";

export const metadata: Metadata = {
  title: pageTitle(HEAD.title),
  description: HEAD.summary,
  robots: { index: false, follow: false },
};

export default async function SubmissionKitPage() {
  // A build has no database to ask for the last pre-flight.
  await connection();
  const sections = await loadKit();
  return (
    <TextPage title={HEAD.title} summary={HEAD.summary} isWide>
      <p className="flex flex-wrap gap-x-6 gap-y-2">
        <TextLink href={ARCHIVE_HREF}>All of it as one archive</TextLink>
        <TextLink href={TOOLS_HREF}>The tools as CSV</TextLink>
      </p>
      <Contents sections={sections} />
      {sections.map(({ id, title, form, blocks }) => (
        <TextSection key={id} id={id} title={title}>
          {form && <p className="text-table text-muted">In the form: {form}</p>}
          <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
            {blocks.map((block, index) => (
              <KitBlock key={index} block={block} />
            ))}
          </div>
        </TextSection>
      ))}
    </TextPage>
  );
}

function Contents({ sections }: { sections: readonly Section[] }) {
  return (
    <nav aria-label="On this page">
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {sections.map(({ id, title }) => (
          <li key={id}>
            <TextLink href={`#${id}`}>{title}</TextLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
