import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const APP = path.resolve(import.meta.dirname, "..");
/** What sends somebody whose session ended, or is old by now, away from the page and from what they chose there. */
const LEAVING = /\b(?:loadMember|requirePerson|requirePersonHere|requireRecentSignIn)\b/;

const actions = readdirSync(APP, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "actions.ts")
  .map((file) => ({ file, text: readFileSync(path.join(APP, file), "utf8") }));

test("an ended session leaves nobody without their page: actions answer in the form that was sent", () => {
  expect(actions.length).toBeGreaterThan(20);
  expect(actions.filter(({ text }) => LEAVING.test(text)).map(({ file }) => file)).toEqual([]);
});

test("the operators' buttons alone are no forms of that kind: an operator confirms on the way", () => {
  const plain = actions.filter(({ text }) => /export async function \w+\(form: FormData\)/.test(text));
  expect(plain.map(({ file }) => file)).toEqual(["ops/actions.ts"]);
});
