import { readFileSync } from "node:fs";
import path from "node:path";
import type { Section } from "./kit.ts";

/** A file of public/, at its place there, with what it shows. */
export type KitFile = { path: string; title: string };

export const ICONS: readonly KitFile[] = [
  { path: "logo.svg", title: "Logo, SVG" },
  { path: "logo-512.png", title: "Logo, PNG of 512 × 512 pixels" },
  { path: "favicon.ico", title: "Favicon, ICO" },
  { path: "favicon.svg", title: "Favicon, SVG" },
];

/** Taken from the running product by `npm run pictures`. */
export const PICTURES: readonly KitFile[] = [
  { path: "submission/consent.png", title: "Allowing Claude what it may do" },
  { path: "submission/connections.png", title: "The organisation’s connections" },
  { path: "submission/tools.png", title: "Tools, by role" },
  { path: "submission/audit.png", title: "The audit log" },
];

/** The bytes of a file of public/. */
export function readPublicFile({ path: file }: KitFile): Uint8Array {
  return readFileSync(path.join(process.cwd(), "public", file));
}

export function toFiles(): Section {
  const toRef = ({ path: file, title }: KitFile) => ({ label: title, href: `/${file}` });
  return {
    id: "files",
    title: "Icons and pictures",
    form: "4 Listing",
    blocks: [
      {
        kind: "text",
        text: "Drawn for this product, and on its own domain; the form takes the favicon unless it is given another icon.",
      },
      { kind: "list", items: ICONS.map(toRef) },
      {
        kind: "text",
        text: "Pictures of the product with the data of the reviewer’s organisation. The form asks for pictures only of tools that bring pages of their own, and none does: they are for where it, or a reviewer, takes some all the same.",
      },
      { kind: "list", items: PICTURES.map(toRef) },
    ],
  };
}
