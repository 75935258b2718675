import "#server-only";
import { lintTool } from "#lib/catalog/lint-tool.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { defineCheck, failed, passed } from "../check.ts";
import { type ListedTool, listTools } from "../facts/list-tools.ts";
import { isRuledOut } from "../facts/run-examples.ts";
import { defineLintCheck, nameTools } from "./tool-lint.ts";
import { openBoth } from "./transport.ts";

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const wordsOf = ({ name, title }: ListedTool) => `${name} ${textOf(title)}`.replaceAll("_", " ");

export const LISTED = defineCheck({
  id: "tools.listed",
  title: "There are tools to be looked at",
  failures: {
    none: {
      cause: "The reviewer's Claude is told of no tools.",
      fix: "See that the account's organisation has an instance that answers, and that its role may use tools.",
    },
  },
  async probe(visit) {
    const { length } = await listTools(visit);
    return length === 0 ? failed("none") : passed(`${length} tools`);
  },
});

export const LABELLED = defineLintCheck(
  "tools.labelled",
  "Every tool has a title and all four hints, which agree with what it does",
  [
    "title_missing",
    "title_long",
    "title_hidden",
    "title_twice",
    "hint_missing",
    "hints_contradict",
    "hints_effect",
  ],
);

export const SEPARATE = defineLintCheck(
  "tools.separate",
  "Reading and changing are tools of their own, and none does anything at all",
  ["tool_mixed", "tool_catch_all"],
);

export const NAMES = defineLintCheck(
  "tools.names",
  "Names have at most 64 plain characters, and none can be taken for another",
  ["name_characters", "name_long", "name_twice", "name_alike"],
);

export const DESCRIPTIONS = defineLintCheck(
  "tools.descriptions",
  "Descriptions say what a tool does: no instructions, no praise, nothing hidden",
  [
    "description_missing",
    "description_long",
    "description_instructs",
    "description_praises",
    "description_hidden",
    "description_markup",
    "description_address",
  ],
);

export const SCHEMAS = defineLintCheck(
  "tools.schemas",
  "Every tool's input is an object that Claude takes, of at most 16 KiB",
  [
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
  ],
);

const QUERY = /^(?:q|query|sql|graphql|jql|cypher|statement|expression|filter|search)$/i;
const TARGET =
  /\b(?:trinity|instance|fleet|agents?|runs?|reports?|schedules?|skills?|messages?|tags?|templates?|rooms?|logs?|files?|notifications?|executions?|events?)\b/i;

export const QUERIES = defineCheck({
  id: "tools.queries",
  title: "A tool that takes a free query says what is asked",
  failures: {
    target_unnamed: {
      cause: "A tool takes a query in free words and does not say of what.",
      fix: "Name in its description the service, or the things of it, that are searched.",
    },
  },
  async probe(visit) {
    const free = (await listTools(visit)).filter((tool) =>
      readProperties(tool).some(
        ([name, { type, enum: choices }]) => QUERY.test(name) && type === "string" && !choices,
      ),
    );
    const vague = free.filter(({ description }) => !TARGET.test(textOf(description)));
    if (vague.length > 0)
      return failed("target_unnamed", nameTools(vague.map(({ name }) => ({ tool: name }))));
    return passed(`${free.length} with a free query`);
  },
});

function readProperties({ inputSchema }: ListedTool): [string, JsonObject][] {
  const properties = isObject(inputSchema) ? inputSchema["properties"] : null;
  if (!isObject(properties)) return [];
  return Object.entries(properties).map(([name, value]) => [name, isObject(value) ? value : {}]);
}

const PULLS =
  /\b(?:(?:get|fetch|load|read) (?:the )?(?:system prompt|instructions|directives|guidelines)|instructions (?:for|to) (?:the )?(?:model|assistant|claude))\b/i;

export const BEHAVIOUR = defineCheck({
  id: "tools.behaviour",
  title: "No tool makes Claude take instructions from outside, and neither does the server's own greeting",
  failures: {
    pulls_instructions: {
      cause: "A tool is there to give Claude instructions.",
      fix: "Switch the tool off at this address, or have it return data alone.",
    },
    greeting_instructs: {
      cause: "The instructions the server gives while opening tell Claude how to behave.",
      fix: "Leave instructions out of the answer to initialize, or say there only what the server is.",
    },
  },
  async probe(visit) {
    const pulling = (await listTools(visit)).filter((tool) => PULLS.test(wordsOf(tool)));
    if (pulling.length > 0) {
      return failed("pulls_instructions", nameTools(pulling.map(({ name }) => ({ tool: name }))));
    }
    const { initialize, discover } = await openBoth(visit);
    for (const { result } of [initialize, discover]) {
      const greeting = textOf(result?.["instructions"]);
      const findings = lintTool({ name: "greeting", description: greeting });
      if (findings.some(({ code }) => code === "description_instructs"))
        return failed("greeting_instructs", greeting);
    }
    return passed("no instructions");
  },
});

const MONEY =
  /\b(?:pay(?:s|ments?|outs?)?|purchases?|refunds?|invoices?|wallets?|transfer (?:of )?(?:money|funds)|send money|charge (?:a )?card|trade|crypto)\b/i;
const MEDIA =
  /\b(?:(?:generate|create|draw|render|make|synthesi[sz]e)s? (?:an? |the )?(?:image|picture|photo|video|audio|music|song|speech|voice)s?|text to (?:speech|image|video)|voice reply)\b/i;
const ADS = /\b(?:sponsored|advertis(?:e|ement|ing)s?|affiliate)\b/i;

export const PERMITTED = defineCheck({
  id: "tools.permitted",
  title: "No tool moves money, makes media or advertises, and none that we ruled out is listed",
  failures: {
    ruled_out: {
      cause: "A tool that we ruled out for the directory is listed.",
      fix: "Switch the tool off for the organisation: at this address it must not be seen.",
    },
    money: {
      cause: "A tool moves money.",
      fix: "Switch the tool off at this address: the directory takes none.",
    },
    media: {
      cause: "A tool makes pictures, sound or film.",
      fix: "Switch the tool off at this address: the directory takes none.",
    },
    advertises: {
      cause: "A tool advertises.",
      fix: "Switch the tool off at this address: the directory takes none.",
    },
  },
  async probe(visit) {
    const tools = await listTools(visit);
    const find = (isSo: (tool: ListedTool) => boolean) =>
      nameTools(tools.filter(isSo).map(({ name }) => ({ tool: name })));
    const ruledOut = find(({ name }) => isRuledOut(name));
    if (ruledOut !== "") return failed("ruled_out", ruledOut);
    const money = find((tool) => MONEY.test(wordsOf(tool)));
    if (money !== "") return failed("money", money);
    const media = find((tool) => MEDIA.test(wordsOf(tool)));
    if (media !== "") return failed("media", media);
    const ads = find((tool) => ADS.test(`${wordsOf(tool)} ${textOf(tool["description"])}`));
    return ads === "" ? passed(`${tools.length} tools`) : failed("advertises", ads);
  },
});

const ASKED =
  /^(?:chat|conversation|message)s?_?(?:history|log|transcript)$|^(?:transcript|conversation|memor(?:y|ies)|claude_.*)$/i;

export const ONLY_NEEDED = defineCheck({
  id: "tools.only-needed",
  title: "No tool asks for the conversation, Claude's memory or the person's files",
  failures: {
    conversation_asked: {
      cause: "A tool has an argument for the conversation itself or what Claude remembers.",
      fix: "Remove the argument, or switch the tool off at this address.",
    },
  },
  async probe(visit) {
    const tools = await listTools(visit);
    const asking = tools.flatMap((tool) =>
      readProperties(tool).flatMap(([at]) => (ASKED.test(at) ? [{ tool: tool.name, at }] : [])),
    );
    return asking.length > 0
      ? failed("conversation_asked", nameTools(asking))
      : passed(`${tools.length} tools`);
  },
});
