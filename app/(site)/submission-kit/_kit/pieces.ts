import type { Answer, Block, Cell, Field, Ref, Section } from "./kit.ts";

export type WholeCell = Exclude<Cell, string>;

export function listBlocks(sections: readonly Section[]): Block[] {
  return sections.flatMap(({ blocks }) => [...blocks]);
}

export function listAnswers(sections: readonly Section[]): Answer[] {
  return listBlocks(sections).flatMap((block) => (block.kind === "answers" ? [...block.answers] : []));
}

/** Everything to copy. */
export function listFields(sections: readonly Section[]): Field[] {
  const own = listBlocks(sections).flatMap((block) => (block.kind === "fields" ? [...block.fields] : []));
  return [...own, ...listAnswers(sections).flatMap(({ fields = [] }) => [...fields])];
}

export function listCells(sections: readonly Section[]): WholeCell[] {
  const cells = listBlocks(sections).flatMap((block) => (block.kind === "table" ? block.rows.flat() : []));
  return cells.map((cell) => (typeof cell === "string" ? { text: cell } : cell));
}

/** Everything that is pointed at. */
export function listRefs(sections: readonly Section[]): Ref[] {
  const listed = listBlocks(sections).flatMap((block) => (block.kind === "list" ? [...block.items] : []));
  return [
    ...listAnswers(sections).flatMap(({ refs = [] }) => [...refs]),
    ...listed.flatMap((item) => (typeof item === "string" ? [] : [item])),
    ...listCells(sections).flatMap(({ text, href }) => (href === undefined ? [] : [{ label: text, href }])),
  ];
}

/** What an address can point at behind its "#". */
export function listIds(sections: readonly Section[]): string[] {
  const pieces = [...sections, ...listAnswers(sections), ...listCells(sections)];
  return pieces.flatMap(({ id }) => (id === undefined ? [] : [id]));
}
