import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createTranslator } from "next-intl";
import { describe, expect, test } from "vitest";
import { loadMessages, type Messages } from "./load-messages.ts";
import { LOCALES } from "./locales.ts";

const APP = path.resolve(import.meta.dirname, "..");

type Tree = { [key: string]: string | Tree };

/** Every message with its full key. */
function list(tree: Tree, prefix: readonly string[] = []): { key: string; text: string }[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    typeof value === "string"
      ? [{ key: [...prefix, name].join("."), text: value }]
      : list(value, [...prefix, name]),
  );
}

const english = list(loadMessages("en-GB"));

const read = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".test.ts"))
    .map((file) => ({ file, text: readFileSync(path.join(folder, file), "utf8") }));
const sources = read(APP);
/** Codes, actions and reasons that are keys of messages are literals of the rooms. */
const everything = [...sources, ...read(path.resolve(APP, "../lib"))];

test("every file of messages is loaded", () => {
  const files = readdirSync(path.join(APP, "_messages/en")).map((file) => file.replace(/\.json$/, ""));
  expect(Object.keys(loadMessages("en-GB"))).toEqual(files.toSorted());
});

test.each(LOCALES)("every message of %s is one ICU can read", (locale) => {
  const wrong: string[] = [];
  const messages = loadMessages(locale);
  const translate = createTranslator<Messages>({
    locale,
    messages,
    onError: ({ code, message }) => code === "INVALID_MESSAGE" && wrong.push(message),
  });
  for (const { key } of list(messages)) translate.raw(key as never);
  const rich = translate as unknown as { markup: (key: string, values: object) => string };
  for (const { key } of list(messages)) rich.markup(key, {});
  expect(wrong).toEqual([]);
});

test("both languages have the same keys", () => {
  expect(list(loadMessages("en-XA")).map(({ key }) => key)).toEqual(english.map(({ key }) => key));
});

/** Whether a file that speaks of the message's namespace has the rest of its key as a literal, or a template with a part of it. */
function isUsed(key: string): boolean {
  const parts = key.split(".");
  return sources.some(({ text }) =>
    parts.slice(0, -1).some((_part, index) => {
      const namespace = parts.slice(0, index + 1).join(".");
      const rest = parts.slice(index + 1);
      if (!text.includes(`"${namespace}"`)) return false;
      if (text.includes(`"${rest.join(".")}"`)) return true;
      if (rest.some((_one, end) => end > 0 && text.includes(`\`${rest.slice(0, end).join(".")}.\${`)))
        return true;
      if (rest.some((_one, from) => from > 0 && text.includes(`}.${rest.slice(from).join(".")}\``)))
        return true;
      // A key held in a variable stands as a literal, or as a property's name, in some other file.
      return rest.length === 1 && DYNAMIC.test(text) && hasWord(rest[0] ?? "");
    }),
  );
}
const DYNAMIC = /\b(?:t|words|say)(?:\.rich)?\((?!["`])/;
const hasWord = (word: string) =>
  everything.some(({ text }) => text.includes(`"${word}"`) || new RegExp(`\\b${word}: `).test(text));

test("every message is used somewhere", () => {
  expect(english.map(({ key }) => key).filter((key) => !isUsed(key))).toEqual([]);
});

test("no sentence is joined from pieces", () => {
  const joined = sources.flatMap(({ file, text }) =>
    [
      ...text.matchAll(/\{t\([^{}]*\)\}\s*(?:\{" "\}\s*)?\{t\([^{}]*\)\}/g),
      ...text.matchAll(/\$\{t\([^`<\n]*\)\}[^`<\n]*\$\{t\(/g),
      ...text.matchAll(/\bt\("[^"]*"[^)\n]*\) \+ /g),
    ].map(([found]) => `${file}: ${found}`),
  );
  expect(joined).toEqual([]);
  expect(english.filter(({ text }) => text !== text.trim()).map(({ key }) => key)).toEqual([]);
});

/** What the pages never call things, and what they never say. */
const NEVER: readonly [RegExp, string][] = [
  [/\bworkspaces?\b/i, "organisation"],
  [/\bintegrations?\b/i, "app"],
  [/\bclients?\b(?! (?:id|secret))/i, "app"],
  [/\bgrants?\b/i, "connection"],
  [/\btokens?\b/i, "connection"],
  [/\bsessions?\b/i, "connection, or browser"],
  [/\bcapabilit(?:y|ies)\b/i, "tool"],
  [/\bscopes?\b/i, "tool group"],
  [/\bkill(?:s|ed)?\b/i, "disconnect, or stop"],
  [/\brevok(?:e|es|ed|ing)\b(?! (?:the |this |an )?invitation)/i, "disconnect"],
  [/\bflows?\b/i, "connection attempt"],
  [/\binteractions?\b/i, "connection attempt"],
  [/\bplease\b/i, "nothing"],
  [/!/, "a full stop"],
];

/** Words that are right where they stand, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  "activity.reasons.session_gone": "the instance speaks of its MCP session",
  "attempts.stages.S8": "the step is about the token",
  "attempts.stages.S9": "the step is about the token",
  "settings.connections.tokenMinutes": "the setting is of the token",
  "tools.preview.size": "a model counts text in tokens",
  "tools.preview.tokens": "a model counts text in tokens",
};

describe("words", () => {
  test.each(NEVER)("%s is never said: it is %s", (word) => {
    const said = english.filter(
      ({ key, text }) => word.test(text.replaceAll(/<[^>]*>|\{[a-zA-Z]+/g, "")) && !(key in EXCEPTIONS),
    );
    expect(said.map(({ key, text }) => `${key}: ${text}`)).toEqual([]);
  });

  test("every exception is of a message there is", () => {
    const keys = new Set(english.map(({ key }) => key));
    expect(Object.keys(EXCEPTIONS).filter((key) => !keys.has(key))).toEqual([]);
  });
});
