import type { Tone } from "../../../_ui/tone.ts";

/** Where something is shown: a page of this server or an address elsewhere, or a file of the product's source. */
export type Ref = { label: string; href: string } | { label: string; file: string };

/** A value to copy into the form. */
export type Field = {
  label: string;
  value: string;
  /** The most characters the form takes. */
  max?: number;
  /** Lines it is shown in; one unless told. */
  rows?: number;
  hint?: string;
};

/** `id` is what an address can point at behind its "#"; `tone` makes a badge of it. */
export type Cell = string | { text: string; id?: string; href?: string; tone?: Tone };

/** A narrow one is as wide as what is in it. */
export type ColumnHead = string | { header: string; isNarrow: true };

export function headerOf(column: ColumnHead): string {
  return typeof column === "string" ? column : column.header;
}

export type Answer = {
  id: string;
  title: string;
  says: readonly string[];
  fields?: readonly Field[];
  refs?: readonly Ref[];
  /** What only the owner can settle. */
  open?: string;
};

export type Block =
  | { kind: "text"; text: string }
  | { kind: "list"; items: readonly (string | Ref)[] }
  | { kind: "fields"; fields: readonly Field[] }
  | { kind: "answers"; answers: readonly Answer[] }
  | { kind: "table"; caption: string; columns: readonly ColumnHead[]; rows: readonly (readonly Cell[])[] };

/** A part of the kit: the page shows it, and the archive has it as Markdown. */
export type Section = {
  id: string;
  title: string;
  /** The pages of the submission form it is for. */
  form?: string;
  blocks: readonly Block[];
};

/** What there is to know of a field, in a line below it. */
export function toHint({ value, max, hint }: Field): string | undefined {
  const length = max === undefined ? undefined : `${value.length} of at most ${max} characters.`;
  return [length, hint].filter((one) => one !== undefined).join(" ") || undefined;
}
