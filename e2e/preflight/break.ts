import type { Answer, Asked, Breakage } from "./open-door.ts";

export type Json = Record<string, unknown>;
export type Tool = { name: string; annotations: Json; inputSchema: Json } & Json;

export type Case = {
  point: number;
  check: string;
  code: string;
  /** What is broken, in words. */
  broken: string;
  breakage: Breakage;
  /** Points that fail by the same fault as well. */
  also?: readonly number[];
};

/** What the clock is put forward by where something is slow; nobody waits. */
export const clock = { ahead: 0 };
export const EARLY_MS = 10_001;
export const LATE_MS = 30_001;

export const SHARED = "/api/mcp";
export const PRM = "/.well-known/oauth-protected-resource";
export const SERVER = "/.well-known/oauth-authorization-server";

export const pathOf = ({ path }: Asked) => path.split("?", 1)[0] ?? "";

/** Only for requests to that path. */
export function at(path: string, change: Breakage): Breakage {
  return (answer, asked) => {
    if (pathOf(asked) === path) change(answer, asked);
  };
}

export const answerWith =
  (status: number, headers: Answer["headers"] = {}, body = ""): Breakage =>
  (answer) =>
    Object.assign(answer, { status, headers: { ...answer.headers, ...headers }, body: Buffer.from(body) });

export const setHeader =
  (name: string, value: string | undefined): Breakage =>
  (answer) => {
    if (value === undefined) delete answer.headers[name];
    else answer.headers[name] = value;
  };

export function changeJson(change: (json: Json) => void): Breakage {
  return (answer) => {
    const json = JSON.parse(answer.body.toString()) as Json;
    change(json);
    answer.body = Buffer.from(JSON.stringify(json));
  };
}

export function replace(from: string | RegExp, to: string): Breakage {
  return (answer) => {
    answer.body = Buffer.from(answer.body.toString().replaceAll(from, to));
  };
}

/** Only for that method of the protocol, asked with a token. */
export function onMethod(method: string, change: Breakage): Breakage {
  return at(SHARED, (answer, asked) => {
    if (asked.headers.authorization === undefined || asked.body === "") return;
    if ((JSON.parse(asked.body) as Json)["method"] === method) change(answer, asked);
  });
}

export const changeResult = (method: string, change: (result: Json) => void) =>
  onMethod(
    method,
    changeJson((message) => {
      if (message["result"]) change(message["result"] as Json);
    }),
  );

/** Changes the tools as they are listed. */
export const changeTools = (change: (tools: Tool[]) => void) =>
  changeResult("tools/list", (result) => change(result["tools"] as Tool[]));

export const changeFirst = (change: (tool: Tool) => void) =>
  changeTools(([tool]) => {
    if (tool) change(tool);
  });

export const describeFirst = (description: string) =>
  changeFirst((tool) => Object.assign(tool, { description }));

/** Adds a tool to the list. */
export const addTool = (name: string, more: Json = {}) =>
  changeTools((tools) => {
    const [like] = tools;
    if (like) tools.push({ ...structuredClone(like), name, title: `Title of ${name}`, ...more });
  });

export const slow =
  (ms: number): Breakage =>
  () =>
    void (clock.ahead += ms);

export const onToken = (grant: string, change: Breakage) =>
  at("/oauth/token", (answer, asked) => {
    if (new URLSearchParams(asked.body).get("grant_type") === grant) change(answer, asked);
  });

export const onCallback =
  (change: (query: URLSearchParams) => void): Breakage =>
  (answer) => {
    const location = answer.headers.location;
    if (!location?.startsWith("https://claude.ai/")) return;
    const url = new URL(location);
    change(url.searchParams);
    answer.headers.location = url.href;
  };

export const refuseCallback = (callback: string) =>
  at("/oauth/authorize", (answer, asked) => {
    const query = new URLSearchParams(asked.path.split("?")[1]);
    if (query.get("redirect_uri")?.startsWith(callback)) answerWith(403)(answer, asked);
  });

export const goOnWhen = (isSo: (query: URLSearchParams) => boolean) =>
  at("/oauth/authorize", (answer, asked) => {
    const query = new URLSearchParams(asked.path.split("?")[1]);
    if (isSo(query)) answerWith(303, { location: "/connect/stranger" })(answer, asked);
  });

const isBare = ({ headers, method }: Asked) => headers.authorization === undefined && method === "POST";
export const whenBare = (change: Breakage) =>
  at(SHARED, (answer, asked) => {
    if (isBare(asked)) change(answer, asked);
  });

/** A call comes to this text, whatever it came to. */
export const textResult = (text: string, isError: boolean) =>
  onMethod(
    "tools/call",
    changeJson((message) => {
      delete message["error"];
      message["result"] = { content: [{ type: "text", text }], ...(isError ? { isError } : {}) };
    }),
  );

export const onTool = (name: string, change: Breakage) =>
  onMethod("tools/call", (answer, asked) => {
    const params = (JSON.parse(asked.body) as Json)["params"] as Json;
    if (params["name"] === name) change(answer, asked);
  });

const KEPT = ["get_agent", "list_agents", "list_tags", "list_templates", "search_executions", "tag_agent"];

/** Of the tools only a few, so that a run is short: what is looked at is the same. */
export const listFew = changeTools((tools) => {
  tools.splice(0, tools.length, ...tools.filter(({ name }) => KEPT.includes(name)));
});
