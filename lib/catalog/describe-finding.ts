import "#server-only";
import type { LintCode } from "./schema.ts";

type Described = {
  /** What is wrong, as one sentence about the tool. */
  readonly problem: string;
  /** What whoever makes the tool can do. */
  readonly fix: string;
};

const FINDINGS = {
  name_characters: {
    problem: "The name has characters other than letters, digits, underscore, hyphen and full stop.",
    fix: "Rename it, for example list_orders.",
  },
  name_long: { problem: "The name is longer than 64 characters.", fix: "Give it a shorter name." },
  title_missing: {
    problem: "It has no title.",
    fix: "Add a title of two to five words, for example List orders.",
  },
  title_long: { problem: "The title is longer than 64 characters.", fix: "Shorten it to two to five words." },
  title_hidden: {
    problem: "The title has hidden characters, line breaks or markup.",
    fix: "Write it in plain visible text, on one line.",
  },
  hint_missing: {
    problem: "A hint is missing.",
    fix: "Give all four hints: readOnlyHint, destructiveHint, idempotentHint, openWorldHint.",
  },
  hints_contradict: {
    problem: "It says that it only reads, and that it can destroy something.",
    fix: "Set one of readOnlyHint and destructiveHint to false.",
  },
  hints_effect: {
    problem: "A hint does not agree with what the tool does.",
    fix: "Only a reading tool has readOnlyHint, a destructive one has destructiveHint, and one that acts outside has openWorldHint.",
  },
  description_missing: {
    problem: "It has no description.",
    fix: "Say in one or two sentences what it does and when it is of use.",
  },
  description_long: {
    problem: "The description is longer than 1,000 characters.",
    fix: "Keep what it does and when it is of use; move the rest to the documentation.",
  },
  description_instructs: {
    problem: "The description tells a model what to do.",
    fix: "Say what the tool does and returns, not which tool to call first or what to say.",
  },
  description_praises: { problem: "The description praises the tool.", fix: "Leave out the praise." },
  description_hidden: {
    problem: "The description has characters that nobody sees.",
    fix: "Remove control characters, characters without width and marks that change the direction of text.",
  },
  description_markup: {
    problem: "The description has HTML, a comment or an embedded picture in it.",
    fix: "Write it in plain text.",
  },
  description_address: {
    problem: "The description has a web or mail address in it.",
    fix: "Name the service in words and put addresses into the documentation.",
  },
  input_no_object: {
    problem: "The input schema is missing, or is not an object at its root.",
    fix: 'Give it an input schema with "type": "object" at its root.',
  },
  input_combined: {
    problem: "The input schema has a combinator or a reference at its root.",
    fix: "Declare the arguments under properties; put oneOf, anyOf, allOf and $ref below them.",
  },
  input_large: {
    problem: "The input schema is larger than 16 KiB.",
    fix: "Shorten descriptions and long lists of values, or split the tool.",
  },
  input_deep: { problem: "The input schema is nested more than 32 levels deep.", fix: "Make it flatter." },
  input_reference: {
    problem: "The input schema refers to something outside itself.",
    fix: "Copy what it refers to into $defs and refer to that.",
  },
  input_header: {
    problem: "An x-mcp-header in the input schema is not valid.",
    fix: "Use a header name of letters, digits and hyphens, each once, on text, whole numbers or yes and no.",
  },
  input_hidden: {
    problem: "The input schema has characters in it that nobody sees.",
    fix: "Remove control characters, characters without width and marks that change the direction of text.",
  },
  input_markup: {
    problem: "A description in the input schema has markup in it that loads, runs or hides something.",
    fix: "Write the descriptions of arguments in plain text.",
  },
  result_no_object: {
    problem: "The result schema is not an object at its root.",
    fix: 'Give it "type": "object" at its root, or leave it out.',
  },
  result_combined: {
    problem: "The result schema has a combinator or a reference at its root.",
    fix: "Declare the members under properties; put oneOf, anyOf, allOf and $ref below them.",
  },
  result_large: {
    problem: "The result schema is larger than 16 KiB.",
    fix: "Leave out what a reader can do without.",
  },
  result_deep: { problem: "The result schema is nested more than 32 levels deep.", fix: "Make it flatter." },
  result_reference: {
    problem: "The result schema refers to something outside itself.",
    fix: "Copy what it refers to into $defs and refer to that.",
  },
  tool_mixed: {
    problem: "One of its arguments chooses between reading and changing.",
    fix: "Split it into a tool that reads and a tool that changes.",
  },
  tool_catch_all: {
    problem: "It stands for a whole interface: any method, any place or any other tool.",
    fix: "Offer one tool for each thing that can be done.",
  },
  name_twice: { problem: "Another tool has the same name.", fix: "Rename one of them." },
  name_alike: {
    problem: "Its name reads like that of another tool.",
    fix: "Choose a name that nobody can mistake for the other.",
  },
  title_twice: {
    problem: "Another tool has the same title.",
    fix: "Give each its own title, so that a person can tell them apart.",
  },
} as const satisfies Record<LintCode, Described>;

/** What a finding of the lint means and what to do about it, in words a page can show as they are. */
export function describeFinding(code: LintCode): Described {
  return FINDINGS[code];
}
