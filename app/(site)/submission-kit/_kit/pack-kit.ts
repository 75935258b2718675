import { strToU8, zipSync } from "fflate";
import { ICONS, PICTURES, readPublicFile } from "./files.ts";
import type { Section } from "./kit.ts";
import { type Origin, toMarkdown } from "./to-markdown.ts";
import { writeToolsCsv } from "./tools.ts";
import { HEAD } from "./words.ts";

/** Already compressed: packing them again only takes time. */
const STORED = /\.png$/;

/** The kit as one archive: its text as Markdown, the tools as CSV, icons and pictures. */
export function packKit(sections: readonly Section[], origin: Origin): Uint8Array<ArrayBuffer> {
  const head = [`# ${HEAD.title}`, HEAD.summary, `Made from ${origin.address}`];
  const entries: Record<string, Uint8Array> = {
    "submission.md": strToU8(toMarkdown(sections, origin, head)),
    "tools.csv": strToU8(writeToolsCsv()),
    ...Object.fromEntries([...ICONS, ...PICTURES].map((file) => [file.path, readPublicFile(file)])),
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(entries).map(([name, bytes]) => [name, [bytes, { level: STORED.test(name) ? 0 : 6 }]]),
    ),
  );
}
