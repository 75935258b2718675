import { expect, test } from "vitest";
import { ERROR_CODES } from "../read-article.ts";
import ErrorPage from "./page.tsx";

/** What Next makes an answer of: the status, and where a redirect leads. */
const digestOf = async (code: string) =>
  await ErrorPage({ params: Promise.resolve({ code }) }).then(
    () => "nothing",
    (error: unknown) => (error as { digest?: string }).digest,
  );

test.each([...ERROR_CODES])(
  "the address of %s, as problem documents name it, leads to its place for good",
  async (code) => {
    expect(await digestOf(code)).toMatch(new RegExp(`^NEXT_REDIRECT;\\w+;/docs/errors#${code};308;$`));
  },
);

test("any other is not found", async () => {
  for (const code of ["nonsense", "Conflict", "conflict.md", "../secrets"])
    expect(await digestOf(code)).toBe("NEXT_HTTP_ERROR_FALLBACK;404");
});
