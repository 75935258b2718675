import type { Answer, Block, Cell, Field, Ref, Section } from "./kit.ts";
import { headerOf, toHint } from "./kit.ts";

export type Origin = { publicUrl: string; address: string };

/** The kit as one Markdown document; links of the page lead to it at the server. */
export function toMarkdown(sections: readonly Section[], origin: Origin, head: readonly string[]): string {
  const write = new Writer(origin);
  return `${[...head, ...sections.flatMap((section) => write.section(section))].join("\n\n")}\n`;
}

class Writer {
  readonly #origin: Origin;

  constructor(origin: Origin) {
    this.#origin = origin;
  }

  section({ title, form, blocks }: Section): string[] {
    const where = form === undefined ? [] : [`In the form: ${form}.`];
    return [`## ${escape(title)}`, ...where, ...blocks.flatMap((block) => this.#block(block))];
  }

  #block(block: Block): string[] {
    switch (block.kind) {
      case "text":
        return [escape(block.text)];
      case "list":
        return [
          block.items
            .map((item) => `- ${typeof item === "string" ? escape(item) : this.#ref(item)}`)
            .join("\n"),
        ];
      case "fields":
        return block.fields.flatMap(writeField);
      case "answers":
        return block.answers.flatMap((answer) => this.#answer(answer));
      case "table":
        return [`**${escape(block.caption)}**`, this.#table(block)];
    }
  }

  #answer({ title, says, fields = [], refs = [], open }: Answer): string[] {
    return [
      `### ${escape(title)}`,
      ...says.map(escape),
      ...fields.flatMap(writeField),
      ...(refs.length > 0 ? [refs.map((ref) => `- ${this.#ref(ref)}`).join("\n")] : []),
      ...(open === undefined ? [] : [`**Open:** ${escape(open)}`]),
    ];
  }

  #table({ columns, rows }: Extract<Block, { kind: "table" }>): string {
    const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    return [
      line(columns.map((column) => escape(headerOf(column)))),
      line(columns.map(() => "---")),
      ...rows.map((row) => line(row.map((cell) => this.#cell(cell)))),
    ].join("\n");
  }

  #cell(cell: Cell): string {
    const { text, href } = typeof cell === "string" ? { text: cell } : { href: undefined, ...cell };
    const inLine = escape(text).replaceAll(/\s*\n\s*/g, " ");
    return href === undefined ? inLine : `[${inLine}](${this.#address(href)})`;
  }

  #ref(ref: Ref): string {
    return "file" in ref
      ? `${escape(ref.label)}: \`${ref.file}\``
      : `[${escape(ref.label)}](${this.#address(ref.href)})`;
  }

  #address(href: string): string {
    const { publicUrl, address } = this.#origin;
    return href.startsWith("#") ? `${address}${href}` : new URL(href, publicUrl).href;
  }
}

/** What is copied stands as it is, in a block of its own. */
function writeField(field: Field): string[] {
  const hint = toHint(field);
  return [
    `**${escape(field.label)}**${hint === undefined ? "" : ` (${escape(hint)})`}`,
    `\`\`\`text\n${field.value}\n\`\`\``,
  ];
}

function escape(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|]/g, String.raw`\$&`);
}
