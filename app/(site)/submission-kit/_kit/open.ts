import { listOutside } from "./checklist.ts";
import type { Answer, Section } from "./kit.ts";
import { listAnswers } from "./pieces.ts";

/** Everything only the owner can close: what the parts name as open, and what no program can look at. */
export function toOpen(sections: readonly Section[]): Section {
  const answers = listAnswers(sections).toSorted((a, b) => Number(isDeciding(b)) - Number(isDeciding(a)));
  return {
    id: "open",
    title: "Still open",
    blocks: [
      {
        kind: "text",
        text: "Only whoever submits can close these. The first one decides about all of it.",
      },
      {
        kind: "table",
        caption: "Open points",
        columns: ["Point", "What is open"],
        rows: [
          ...answers.flatMap(toOpenRow),
          ...listOutside().map(({ number, title, why }) => [
            { text: `${number}: ${title}`, href: `#point-${number}` },
            why,
          ]),
        ],
      },
    ],
  };
}

const isDeciding = ({ id }: Answer) => id === "ownership";

function toOpenRow({ id, title, open }: Answer) {
  return open === undefined ? [] : [[{ text: title, href: `#${id}` }, open]];
}
