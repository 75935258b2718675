import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const MODELS = path.resolve(import.meta.dirname, "../../prisma/models");

/** A table as the Prisma schema has it: which columns there are, and of which type. */
export type Model = { name: string; columns: { name: string; type: string }[] };

/** Every model of the schema, as written. */
export function readModelSources(): string {
  return readdirSync(MODELS)
    .filter((file) => file.endsWith(".prisma"))
    .map((file) => readFileSync(path.join(MODELS, file), "utf8"))
    .join("\n");
}

/** The models in a text, relations left out. */
export function parseModels(text: string): Model[] {
  const found = [...text.matchAll(/^model (\w+) \{(.*?)^\}/gms)];
  const names = new Set(found.map(([, name]) => name));
  return found.map(([, name = "", body = ""]) => ({
    name,
    columns: [...body.matchAll(/^ +(\w+) +(\w+)(?:\[\])?\??/gm)]
      .map(([, column = "", type = ""]) => ({ name: column, type }))
      .filter(({ type }) => !names.has(type)),
  }));
}
