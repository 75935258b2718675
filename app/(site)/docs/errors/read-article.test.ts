import { expect, test } from "vitest";
import { parseArticle } from "./parse-article.ts";
import { ERROR_CODES, isErrorCode, readArticle } from "./read-article.ts";

test.each(ERROR_CODES)("%s says what happened and what to do", async (code) => {
  const { title, sections } = await readArticle(code);
  expect(title).toBe(code);
  expect(sections.map((section) => section.title)).toEqual(["What happened", "What to do"]);
  for (const { paragraphs } of sections) {
    expect(paragraphs.length).toBeGreaterThan(0);
    // An odd number of parts: every piece of code is closed.
    for (const paragraph of paragraphs) expect(paragraph.length % 2).toBe(1);
  }
});

test("only a code of the closed list is one", () => {
  for (const value of ["toString", "__proto__", "../README", "README", ""])
    expect(isErrorCode(value)).toBe(false);
});

test("markup stays text", () => {
  expect(parseArticle("# a\n\n## b\n\n<script>x</script>\nand `c` d\n").sections[0]?.paragraphs).toEqual([
    ["<script>x</script> and ", "c", " d"],
  ]);
});
