import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Fragment } from "react";
import { HTTP_STATUS } from "#lib/kernel/errors.ts";
import { pageTitle } from "../../../../_ui/page-title.ts";
import { TextLink } from "../../../../_ui/text-link.tsx";
import { TextPage, TextSection } from "../../../_components/text-page.tsx";
import { FormattedText } from "../formatted-text.tsx";
import { isErrorCode, readArticle } from "../read-article.ts";

type ErrorPageProps = { params: Promise<{ code: string }> };

export async function generateMetadata({ params }: ErrorPageProps): Promise<Metadata> {
  const { code } = await params;
  return { title: isErrorCode(code) ? pageTitle(code, "Errors") : pageTitle("Page not found") };
}

/** Where the `type` of our problem documents (RFC 9457) leads. */
export default async function ErrorPage({ params }: ErrorPageProps) {
  const { code } = await params;
  if (!isErrorCode(code)) notFound();
  const { title, sections } = await readArticle(code);
  return (
    <TextPage
      title={
        <>
          Error <span className="font-mono">{breakable(title)}</span>
        </>
      }
      summary={`Over plain HTTP it has status ${HTTP_STATUS[code]}.`}
      crumbs={[{ label: "Errors", href: "/docs/errors" }]}
    >
      {sections.map((section) => (
        <TextSection key={section.title} title={section.title}>
          {section.paragraphs.map((parts) => (
            <p key={parts.join("")}>
              <FormattedText parts={parts} />
            </p>
          ))}
        </TextSection>
      ))}
      <p className="text-muted">
        Still stuck? <TextLink href="/support">Get help</TextLink>.
      </p>
    </TextPage>
  );
}

/** A long code breaks after an underscore where the screen is narrow. */
function breakable(code: string) {
  return code.split("_").map((part, index) => (
    <Fragment key={part}>
      {index > 0 && (
        <>
          _<wbr />
        </>
      )}
      {part}
    </Fragment>
  ));
}
