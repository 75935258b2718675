import { z } from "zod";
import { type GroupId, isGroupId } from "./groups.ts";
import type { Hints } from "./terms.ts";

/** A tool group of the closed list. */
export const GroupIdSchema = z.custom<GroupId>((value) => typeof value === "string" && isGroupId(value), {
  error: "Choose a tool group from the list.",
});

/** What we think of a tool: safe to list, to be looked at first, not for a directory listing, or useless with a user's key. */
export const VERDICTS = ["ok", "review", "exclude", "self"] as const;
export const VerdictSchema = z.enum(VERDICTS);
export type Verdict = z.infer<typeof VerdictSchema>;

/** Hints as an admin sets them. What only reads destroys nothing. */
export const HintsSchema = z
  .strictObject({
    readOnlyHint: z.boolean(),
    destructiveHint: z.boolean(),
    idempotentHint: z.boolean(),
    openWorldHint: z.boolean(),
  })
  .refine(({ readOnlyHint, destructiveHint }) => !(readOnlyHint && destructiveHint), {
    path: ["destructiveHint"],
    error: "A tool that only reads cannot be destructive. Choose one of the two.",
  });

/** Why an admin says otherwise than we do about a tool. */
export const LabelReasonSchema = z
  .string()
  .trim()
  .min(3, { error: "Say why, in a few words: whoever looks at this tool next will read it." })
  .max(300, { error: "Use at most 300 characters." })
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), { error: "Use visible characters only." });

/** How a person tries a tool. */
export type ToolExample = {
  /** What they say to Claude: one sentence of at most 200 characters. */
  readonly prompt: string;
  /** Arguments that succeed on a freshly started sample instance, whichever other examples ran before. */
  readonly input: Readonly<Record<string, unknown>>;
};

export type ToolDefinition = {
  readonly name: string;
  readonly title: string;
  /** What the tool does and what it is for. Null when we do not know the tool: the upstream's own text stands. */
  readonly description: string | null;
  readonly hints: Hints;
  readonly group: GroupId;
  readonly verdict: Verdict;
  /** Why the verdict is not "ok". */
  readonly reason?: string;
  /** Every tool with the verdict "ok" has one. */
  readonly example?: ToolExample;
  /** Dynamic and unknown tools of one tenant are, to anybody who may not see them, tools that do not exist. */
  readonly origin: "catalogued" | "dynamic" | "unknown";
};

/** What a directory would refuse about a tool (`lintTool`), or about a list of them (`lintToolList`). */
export const LINT_CODES = [
  "name_characters",
  "name_long",
  "title_missing",
  "title_long",
  "title_hidden",
  "hint_missing",
  "hints_contradict",
  "hints_effect",
  "description_missing",
  "description_long",
  "description_instructs",
  "description_praises",
  "description_hidden",
  "description_markup",
  "description_address",
  "input_no_object",
  "input_combined",
  "input_large",
  "input_deep",
  "input_reference",
  "input_header",
  "input_hidden",
  "input_markup",
  "result_no_object",
  "result_combined",
  "result_large",
  "result_deep",
  "result_reference",
  "tool_mixed",
  "tool_catch_all",
  "name_twice",
  "name_alike",
  "title_twice",
] as const;
export type LintCode = (typeof LINT_CODES)[number];

/** `tool` is the name as it was listed, untrusted; "" where it has none. `at`: the hint, argument or other tool that is meant. */
export type LintFinding = { readonly tool: string; readonly code: LintCode; readonly at?: string };

/** Why a tool of an instance's list is left out: it is neither kept nor offered until the instance mends it. */
export const QUARANTINE_REASONS = [
  "malformed",
  "name_not_taken",
  "name_alike",
  "name_twice",
  "too_large",
  "too_deep",
  "hidden_text",
  "markup",
  "bad_schema",
  "bad_header",
  "network_ref",
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];
