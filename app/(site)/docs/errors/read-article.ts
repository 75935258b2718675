import { readFile } from "node:fs/promises";
import path from "node:path";
import { type ErrorCode, HTTP_STATUS } from "#lib/kernel/errors.ts";
import { type Article, parseArticle } from "./parse-article.ts";

export const ERROR_CODES = Object.keys(HTTP_STATUS) as ErrorCode[];

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(HTTP_STATUS, value);
}

/** What docs/errors says of that code: the file in the repository is the only place with the text. */
export async function readArticle(code: ErrorCode): Promise<Article> {
  return parseArticle(await readFile(path.join(process.cwd(), "docs", "errors", `${code}.md`), "utf8"));
}
