import { findDefinition } from "#lib/catalog/find-definition.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { PROMPTS, type PromptTool } from "../_words/prompts.ts";
import { toHref } from "../articles.ts";
import { PROSE } from "./prose.tsx";

const { p: Paragraph, blockquote: Quote, a: Anchor, code: Code } = PROSE;

/** What to say to Claude, in the words of the catalogue, and what comes back. */
export function Prompt({ tool }: { tool: PromptTool }) {
  const definition = findDefinition(tool);
  return (
    <>
      <Quote>
        <p>{definition?.example?.prompt}</p>
      </Quote>
      <Paragraph>
        <em>You see:</em> {PROMPTS[tool].shows}
      </Paragraph>
      <Paragraph>
        It uses{" "}
        <Anchor href={`${toHref("tools")}#${tool}`}>
          <Code>{tool}</Code>
        </Anchor>{" "}
        of the group “{definition && findGroup(definition.group)?.title}”.
      </Paragraph>
    </>
  );
}
