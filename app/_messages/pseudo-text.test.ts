import { createTranslator } from "next-intl";
import { expect, test } from "vitest";
import { pseudoText } from "./pseudo-text.ts";

function format(message: string, values: Record<string, string | number> = {}): string {
  const refuse = (error: Error) => {
    throw error;
  };
  const messages = { one: pseudoText(message) } as never;
  const translate = createTranslator({ locale: "en-XA", messages, onError: refuse });
  const loose = translate as unknown as { markup: (key: string, values: object) => string };
  return loose.markup("one", { ...values, link: (chunks: string) => `[${chunks}]` });
}

test.each([
  ["Sign in", {}, "⟦Šíĝñ íñ~~~⟧"],
  ["Hello {name}, it is late", { name: "Ada" }, "⟦Ĥéļļö Ada, íţ íš ļáţé~~~~~ ~⟧"],
  ["{count, plural, one {# tool} other {# tools}}", { count: 1 }, "⟦1 ţööļ~~~~⟧"],
  [
    "{count, plural, one {# tool} other {# tools of {name}}}",
    { count: 2, name: "Ada" },
    "⟦2 ţööļš öf Ada~~~~~⟧",
  ],
  ["{role, select, owner {Yours} other {Theirs}} too", { role: "owner" }, "⟦Ýöüŕš ţöö~~~~~ ~⟧"],
  ["Go to <link>the page</link> now", {}, "⟦Ĝö ţö [ţĥé þáĝé]"],
  ["It''s '{'so'}'", {}, "⟦Íţ'š {šö}~~⟧"],
  ["{at, number, percent} done", { at: 0.5 }, "⟦50% ðöñé~~⟧"],
])("%s keeps its arguments and is marked", (message, values, expected) => {
  const made = format(message, values);
  if (message.includes("<")) expect(made).toMatch(/^⟦Ĝö ţö \[ţĥé pá?ĝé\] ñöŵ~+(?: ~+)*⟧$/);
  else expect(made).toBe(expected);
});
