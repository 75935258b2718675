import { findGroup } from "#lib/catalog/groups.ts";
import { listDirectoryTools } from "#lib/catalog/list-directory-tools.ts";
import type { ToolDefinition } from "#lib/catalog/schema.ts";
import { type Hint, HINTS } from "#lib/catalog/terms.ts";
import { writeCsvLine } from "#lib/exports/write-csv-line.ts";
import type { Section } from "./kit.ts";

/** The hints as MCP and the form name them. */
const HINT_WORDS: Record<Hint, string> = {
  readOnlyHint: "Read-only",
  destructiveHint: "Destructive",
  idempotentHint: "Idempotent",
  openWorldHint: "Open world",
};
const toColumn = (hint: Hint) => ({ header: HINT_WORDS[hint], isNarrow: true }) as const;
const toYesNo = (value: boolean) => (value ? "Yes" : "No");

/** The tools a directory is shown, as the catalogue has them. */
export function toTools(): Section {
  const definitions = listDirectoryTools();
  return {
    id: "tools",
    title: "Tools",
    form: "3 Tools",
    blocks: [
      {
        kind: "text",
        text: `${definitions.length} tools, each with a title, all four hints, and an example that a test calls. The form reads them from the connection itself; this is to compare. An instance lists what its key may use, so a connection may show fewer. The last one stands for those an instance makes for each of its agents.`,
      },
      { kind: "list", items: [{ label: "The same as CSV, with descriptions and inputs", href: TOOLS_HREF }] },
      {
        kind: "table",
        caption: "Tools",
        columns: ["Tool", "Title", "Group", ...HINTS.map(toColumn), "Example"],
        rows: definitions.map((definition) => [
          definition.name,
          definition.title,
          findGroup(definition.group)?.title ?? "",
          ...HINTS.map((hint) => toYesNo(definition.hints[hint])),
          definition.example?.prompt ?? "",
        ]),
      },
    ],
  };
}

export const TOOLS_HREF = "/submission-kit/tools.csv";

const COLUMNS = [
  "name",
  "title",
  "description",
  "group",
  "group_title",
  "effect",
  ...HINTS,
  "example_prompt",
  "example_input",
] as const;

/** The same table as a file: one line a tool, booleans as true and false, inputs as JSON (RFC 4180). */
export function writeToolsCsv(): string {
  return [COLUMNS, ...listDirectoryTools().map(toCells)].map(writeCsvLine).join("");
}

function toCells({ name, title, description, group, hints, example }: ToolDefinition) {
  const { title: groupTitle = "", effect = "" } = findGroup(group) ?? {};
  return [
    name,
    title,
    description,
    group,
    groupTitle,
    effect,
    ...HINTS.map((hint) => hints[hint]),
    example?.prompt ?? null,
    example ? JSON.stringify(example.input) : null,
  ];
}
