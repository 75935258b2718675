import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { defineCheck, failed, needsOutside, NotTried, passed } from "../check.ts";
import { LATE_MS_MAX, RESULT_CHARACTERS_MAX } from "../facts/claude.ts";
import { listTools } from "../facts/list-tools.ts";
import { callTool, runExamples } from "../facts/run-examples.ts";
import { toShown } from "../parse-object.ts";
import { nameTools } from "./tool-lint.ts";

const nameAll = (names: readonly string[]) => nameTools(names.map((tool) => ({ tool })));

export const SUCCEED = defineCheck({
  id: "calls.succeed",
  title: "Every tool answers the input we document for it",
  failures: {
    tool_failed: {
      cause: "A tool fails with the input we document for it.",
      fix: "Call it in the MCP Inspector with that input, and mend the instance or the account's sample data.",
    },
    no_example: {
      cause: "We document no input for a tool, so that nobody can try it.",
      fix: "Add an example to the tool's definition, or switch the tool off at this address.",
    },
  },
  async probe(visit) {
    const { runs, without, leftAlone } = await runExamples(visit);
    const broken = runs.filter(({ isError, answer }) => isError || answer.result === null);
    const [first] = broken;
    if (first) {
      const said = first.text || JSON.stringify(first.answer.error ?? first.answer.reply.status);
      return failed("tool_failed", `${nameAll(broken.map(({ tool }) => tool.name))}: ${said}`);
    }
    if (without.length > 0) return failed("no_example", nameAll(without));
    if (leftAlone.length === 0) return passed(`${runs.length} tools`);
    return needsOutside(
      `${runs.length} tools answered. ${leftAlone.length} that change something were left alone, so that the reviewer finds everything as it was: run npm run preflight -- --every-tool where changes may stay.`,
    );
  },
});

/** No tool is called so, and no argument either. */
const UNKNOWN = "preflight_unknown_name";
const BARE =
  /^\s*(?:internal server error|error|failed|unknown error|undefined|null|\[object object\])?\.?\s*$/i;
const TRACE = /\n\s+at \S+ \(|Traceback \(most recent call last\)|node_modules\//;

export const MESSAGES = defineCheck({
  id: "calls.messages",
  title: "A wrong call is answered with words that say what to do",
  failures: {
    bare: {
      cause: "A wrong call is answered with a bare error.",
      fix: "Update the server: every refusal has a sentence and the next step.",
    },
    trace: {
      cause: "A wrong call is answered with the inside of a program.",
      fix: "Have the instance answer errors with a sentence, without its own trace.",
    },
    accepted: {
      cause: "A tool that does not exist is answered as if it had worked.",
      fix: "Update the server.",
    },
  },
  async probe(visit) {
    const [tool] = await listTools(visit);
    const unknown = await callTool(visit, UNKNOWN, {});
    if (unknown.answer.result !== null && !unknown.isError) return failed("accepted");
    const wrong = tool ? [await callTool(visit, tool.name, { [UNKNOWN]: { [UNKNOWN]: UNKNOWN } })] : [];
    for (const { text, isError, answer } of [unknown, ...wrong]) {
      // Many tools pass over arguments they do not know.
      if (!isError && answer.error === null) continue;
      const said = text || toShown(answer.error?.["message"]);
      if (TRACE.test(said)) return failed("trace", said);
      if (BARE.test(said)) return failed("bare", said);
    }
    return passed(unknown.text || toShown(unknown.answer.error?.["message"]));
  },
});

export const LATENCY = defineCheck({
  id: "calls.latency",
  title: "Every call is answered within 30 s",
  failures: {
    slow_call: {
      cause: "A call takes longer than 30 s.",
      fix: "Look at the instance's load; work that takes long should answer with a number to ask by later.",
    },
  },
  async probe(visit) {
    const { runs } = await runExamples(visit);
    const slow = runs.filter(({ answer }) => answer.reply.ms > LATE_MS_MAX);
    if (slow.length > 0) return failed("slow_call", nameAll(slow.map(({ tool }) => tool.name)));
    const most = Math.round(Math.max(0, ...runs.map(({ answer }) => answer.reply.ms)));
    return passed(`${runs.length} calls, the slowest ${most} ms`);
  },
});

export const SIZES = defineCheck({
  id: "calls.sizes",
  title: "No result has more than 150,000 characters",
  failures: {
    too_large: {
      cause: "A result is larger than the 150,000 characters Claude takes.",
      fix: "Give the example, or the instance's default, a smaller limit.",
    },
  },
  async probe(visit) {
    const { runs } = await runExamples(visit);
    const large = runs.filter(({ answer }) => answer.reply.text.length > RESULT_CHARACTERS_MAX);
    if (large.length > 0) return failed("too_large", nameAll(large.map(({ tool }) => tool.name)));
    const most = Math.max(0, ...runs.map(({ answer }) => answer.reply.text.length));
    return passed(`${runs.length} results, the largest ${most} characters`);
  },
});

/** From here on a result is more than a person would read, so there should be a way to ask for less. */
const LARGE = 25_000;
const TRIM =
  /^(?:limit|max(?:_\w+)?|page(?:_size)?|per_page|count|top|n|tail|lines|days|hours|since|until|from|to|start|end|cursor|offset|fields|include\w*|summary|detail|verbose|status|type|query|search|\w+_(?:id|name)|id|name)$/i;

export const TRIMMED = defineCheck({
  id: "calls.trimmed",
  title: "Where results are large, there is a way to ask for less",
  failures: {
    no_trim: {
      cause: "A tool's result is large, and it has no argument to ask for less.",
      fix: "Have the instance give the tool a limit, or switch it off at this address.",
    },
  },
  async probe(visit) {
    const { runs } = await runExamples(visit);
    const large = runs.filter(({ text }) => text.length > LARGE);
    const stuck = large.filter(({ tool: { inputSchema } }) => {
      const properties = isObject(inputSchema) ? inputSchema["properties"] : null;
      return !isObject(properties) || !Object.keys(properties).some((name) => TRIM.test(name));
    });
    if (stuck.length > 0) return failed("no_trim", nameAll(stuck.map(({ tool }) => tool.name)));
    return passed(`${large.length} large results`);
  },
});

const PROMPTS_MIN = 3;

export const PROMPTS = defineCheck({
  id: "calls.prompts",
  title: "At least three of our example prompts work: their tools are there and give a useful answer",
  failures: {
    too_few: {
      cause: "Fewer than three of our example prompts can be tried by this account.",
      fix: "See that the account's role and connection include the tools of the examples.",
    },
    prompt_failed: {
      cause: "The tool behind an example prompt has nothing to say.",
      fix: "Put the account's sample data in order, then run this again.",
    },
  },
  async probe(visit) {
    const { runs } = await runExamples(visit);
    if (runs.length === 0) throw new NotTried("There is no tool to try. Mend point 2 or 8 first.");
    // That a tool fails is told by a check of its own.
    const prompted = runs.filter(({ isError }) => !isError);
    const useless = prompted.filter(({ text }) => isEmpty(text));
    if (useless.length > 0) return failed("prompt_failed", nameAll(useless.map(({ tool }) => tool.name)));
    if (prompted.length < PROMPTS_MIN)
      return failed("too_few", nameAll(prompted.map(({ tool }) => tool.name)));
    return passed(prompted.map(({ prompt }) => prompt).join(" · "));
  },
});

/** A text with nothing in it, or JSON without a single value. */
export function isEmpty(text: string): boolean {
  return !/[^\s[\]{}",:]/.test(text.replaceAll(/"\w+"\s*:\s*(?:\[\s*\]|\{\s*\}|null|0|"")/g, ""));
}
