import {
  changeFirst,
  changeJson,
  changeTools,
  LATE_MS,
  onMethod,
  onTool,
  slow,
  textResult,
  addTool,
  pathOf,
  replace,
  type Case,
} from "./break.ts";

export const CALL_CASES: readonly Case[] = [
  {
    point: 8,
    check: "tools.schemas",
    code: "input_large",
    broken: "an input schema has more than 16 KiB",
    breakage: changeFirst((tool) => void (tool.inputSchema["x"] = "x".repeat(17_000))),
  },
  {
    point: 8,
    check: "tools.schemas",
    code: "input_combined",
    broken: "an input schema has a combinator at its root",
    breakage: changeFirst((tool) => void (tool.inputSchema["anyOf"] = [{}])),
  },
  {
    point: 8,
    check: "calls.succeed",
    code: "no_example",
    broken: "a tool is listed that nobody documents",
    breakage: addTool("stock_level", {
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    }),
  },
  {
    point: 8,
    check: "calls.succeed",
    code: "tool_failed",
    broken: "a tool fails with the input we document",
    breakage: onTool("get_agent", textResult("There is no such agent.", true)),
  },
  {
    point: 8,
    check: "calls.messages",
    code: "trace",
    broken: "a wrong call is answered with a trace",
    breakage: onTool("preflight_unknown_name", textResult("Error: x\n    at main (/srv/app.js:1:1)", true)),
  },
  {
    point: 8,
    check: "calls.messages",
    code: "bare",
    broken: "a wrong call is answered with a bare error",
    breakage: onTool("preflight_unknown_name", textResult("Internal Server Error", true)),
  },
  {
    point: 8,
    check: "calls.messages",
    code: "accepted",
    broken: "a tool that is not there answers",
    breakage: onTool(
      "preflight_unknown_name",
      changeJson((message) =>
        Object.assign(message, { result: { content: [{ type: "text", text: "done" }] }, error: undefined }),
      ),
    ),
  },
  {
    point: 8,
    check: "calls.latency",
    code: "slow_call",
    broken: "a call takes more than 30 s",
    breakage: onTool("get_agent", slow(LATE_MS)),
  },
  {
    point: 9,
    check: "calls.sizes",
    code: "too_large",
    broken: "a result has more than 150,000 characters",
    breakage: onTool("search_executions", textResult("x".repeat(150_001), false)),
  },
  {
    point: 9,
    check: "calls.trimmed",
    code: "no_trim",
    broken: "a large result cannot be trimmed",
    breakage: onTool("list_tags", textResult("x".repeat(30_000), false)),
  },
  {
    point: 15,
    check: "account.populated",
    code: "empty",
    broken: "the account is empty",
    breakage: onMethod("tools/call", (answer, asked) => {
      if (asked.body.includes('"list_')) textResult("[]", false)(answer, asked);
    }),
    also: [16],
  },
  {
    point: 16,
    check: "calls.prompts",
    code: "prompt_failed",
    broken: "a tool has nothing to say",
    breakage: onTool("get_agent", textResult("{}", false)),
  },
  {
    point: 16,
    check: "calls.prompts",
    code: "too_few",
    broken: "two tools are all there is",
    breakage: changeTools(
      (tools) =>
        void tools.splice(
          0,
          tools.length,
          ...tools.filter(({ name }) => name === "list_agents" || name === "list_tags"),
        ),
    ),
  },
  keptCase(),
  {
    point: 20,
    check: "ledger.arguments",
    code: "not_logged",
    broken: "calls do not appear in the log",
    breakage: (answer, asked) => {
      if (pathOf(asked).endsWith("/activity")) replace(/\bopen=[\w-]{16,}/g, "open=")(answer, asked);
    },
  },
];

/** The log shows what was sent along: the door remembers it and puts it into the page. */
function keptCase(): Case {
  let mark = "";
  return {
    point: 20,
    check: "ledger.arguments",
    code: "kept",
    broken: "the log shows what was sent along",
    breakage: (answer, asked) => {
      mark = /preflight-[0-9a-f]{18}/.exec(asked.body)?.[0] ?? mark;
      if (/\/activity\/[\w-]{16,}/.test(pathOf(asked))) replace("</main>", `${mark}</main>`)(answer, asked);
    },
  };
}
