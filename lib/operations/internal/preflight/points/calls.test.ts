import { expect, test } from "vitest";
import { isEmpty } from "./calls.ts";

test.each([
  ["", true],
  ["[]", true],
  ['{\n  "agents": [],\n  "count": 0\n}', true],
  ['{"agents":[{"name":"quote-desk"}]}', false],
  ["Twelve cost 30 euros.", false],
  ['{"total":3}', false],
])("%j is empty: %s", (text, is) => expect(isEmpty(text)).toBe(is));
