import { HTTP_STATUS } from "#lib/kernel/errors.ts";
import { FormattedText } from "../errors/formatted-text.tsx";
import { ERROR_CODES, readArticle } from "../errors/read-article.ts";
import { PROSE } from "./prose.tsx";

const { h3: Heading, p: Paragraph, code: Code } = PROSE;

/** Every code of the closed list, with the words of docs/errors. */
export async function ErrorCodes() {
  const entries = await Promise.all(
    ERROR_CODES.map(async (code) => ({ code, sections: (await readArticle(code)).sections })),
  );
  return entries.map(({ code, sections: [happened, todo] }) => (
    <section key={code}>
      <Heading id={code}>
        <Code>{code}</Code> <span className="font-normal text-muted">HTTP {HTTP_STATUS[code]}</span>
      </Heading>
      {happened?.paragraphs.map((parts) => (
        <Paragraph key={parts.join("")}>
          <FormattedText parts={parts} />
        </Paragraph>
      ))}
      {todo?.paragraphs.map((parts) => (
        <Paragraph key={parts.join("")}>
          <em>What to do:</em> <FormattedText parts={parts} />
        </Paragraph>
      ))}
    </section>
  ));
}
