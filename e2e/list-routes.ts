import { readdirSync } from "node:fs";
import path from "node:path";

const APP = path.resolve(import.meta.dirname, "../app");
/** Public articles are documents, and what only a local server shows speaks to who runs it. */
const NO_COPY = /^\((site)\)|^local\//;

/** Every page there is, as its address with the names of its parameters: "/o/[slug]/tools". Read from the folders. */
export function listRoutes(): string[] {
  return readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx" && !NO_COPY.test(file))
    .map((file) => `/${path.dirname(file)}`.replaceAll(/\/\([a-z]+\)/g, ""))
    .toSorted();
}
