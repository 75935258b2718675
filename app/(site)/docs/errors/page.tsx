import type { Metadata } from "next";
import { HTTP_STATUS } from "#lib/kernel/errors.ts";
import { Code } from "../../../_ui/code.tsx";
import { pageTitle } from "../../../_ui/page-title.ts";
import { TextLink } from "../../../_ui/text-link.tsx";
import { TextPage } from "../../_components/text-page.tsx";
import { FormattedText } from "./formatted-text.tsx";
import { ERROR_CODES, readArticle } from "./read-article.ts";

export const metadata: Metadata = {
  title: pageTitle("Errors"),
  description: "Every error code of this server: what happened and what to do.",
};

export default async function ErrorsPage() {
  const articles = await Promise.all(
    ERROR_CODES.map(async (code) => ({ code, article: await readArticle(code) })),
  );
  return (
    <TextPage
      title="Errors"
      summary={
        <>
          The closed list. A failed request names one of these as its <Code>code</Code>.
        </>
      }
    >
      <ul className="grid gap-4">
        {articles.map(({ code, article }) => (
          <li key={code}>
            <TextLink href={`/docs/errors/${code}`}>
              <span className="font-mono">{code}</span>
            </TextLink>{" "}
            <span className="text-muted">HTTP {HTTP_STATUS[code]}</span>
            <p>
              <FormattedText parts={article.sections[0]?.paragraphs[0] ?? []} />
            </p>
          </li>
        ))}
      </ul>
    </TextPage>
  );
}
