import { findDefinition } from "#lib/catalog/find-definition.ts";
import { findGroup } from "#lib/catalog/groups.ts";
import { PROMPTS, type PromptTool } from "../../docs/_words/prompts.ts";
import type { Answer, Section } from "./kit.ts";

/** What people use it for: the prompts of the documentation, each of which a test calls. */
export function toUseCases(): Section {
  return {
    id: "use-cases",
    title: "Use cases",
    form: "5 Use cases",
    blocks: [
      {
        kind: "fields",
        fields: [
          {
            label: "What somebody needs before",
            value:
              "An account in an organisation that has connected its Trinity, and a role that may use the tools.",
            rows: 2,
          },
          { label: "Reads or writes", value: "Both. Reading and changing are separate tools." },
        ],
      },
      { kind: "answers", answers: (Object.keys(PROMPTS) as PromptTool[]).map(toAnswer) },
      {
        kind: "list",
        items: [{ label: "The same in the documentation", href: "/docs/example-prompts" }],
      },
    ],
  };
}

function toAnswer(tool: PromptTool): Answer {
  const definition = findDefinition(tool);
  const group = definition && findGroup(definition.group);
  return {
    id: `use-case-${tool}`,
    title: definition?.title ?? tool,
    says: [`It uses ${tool} of the group “${group?.title}”.`, `Expected: ${PROMPTS[tool].shows}`],
    fields: [{ label: `Prompt: ${definition?.title}`, value: definition?.example?.prompt ?? "", rows: 2 }],
  };
}
