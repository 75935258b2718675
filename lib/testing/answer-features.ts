import { answerJson, type Behaviour, echo } from "./open-fake-upstream.ts";

export type OfferedFeatures = {
  prompts?: readonly object[];
  resources?: readonly object[];
  resourceTemplates?: readonly object[];
  /** Entries a page; all of them, unless said otherwise. */
  pageSize?: number;
};

const LISTS: Readonly<Record<string, "prompts" | "resources" | "resourceTemplates">> = {
  "prompts/list": "prompts",
  "resources/list": "resources",
  "resources/templates/list": "resourceTemplates",
};
const NOT_FOUND = { code: -32_002, message: "Resource not found" };

/** An instance with prompts and resources: it lists them page by page and answers a request with what it was sent. */
export function answerFeatures(offered: OfferedFeatures): Behaviour {
  return (message, response) => {
    const { id, method, params } = message;
    const send = (answer: object) => answerJson(response, 200, { jsonrpc: "2.0", id, ...answer });
    const list = LISTS[method];
    if (list !== undefined) return send(takePage(offered, list, params["cursor"]));
    const given = JSON.stringify(params);
    switch (method) {
      case "prompts/get": {
        const content = { type: "resource", resource: { uri: "file:///in-prompt", text: given } };
        return send({
          result: { messages: [{ role: "user", content }], "x-kept": 12345678901234567890n.toString() },
        });
      }
      case "resources/read": {
        const isThere = offered.resources?.some((one) => (one as { uri?: unknown }).uri === params["uri"]);
        return isThere
          ? send({ result: { contents: [{ uri: params["uri"], text: given }] } })
          : send({ error: NOT_FOUND });
      }
      case "completion/complete":
        return send({ result: { completion: { values: [given], total: 1, hasMore: false } } });
      default:
        return echo(message, response);
    }
  };
}

function takePage(offered: OfferedFeatures, list: keyof OfferedFeatures, cursor: unknown): object {
  const entries = (offered[list] ?? []) as readonly object[];
  const from = cursor === undefined ? 0 : Number(/^at-(\d+)$/.exec(JSON.stringify(cursor).slice(1, -1))?.[1]);
  if (Number.isNaN(from)) {
    return { error: { code: -32_602, message: "Invalid cursor" } };
  }
  const { pageSize = entries.length } = offered;
  const to = from + pageSize;
  return {
    result: { [list]: entries.slice(from, to), ...(to < entries.length ? { nextCursor: `at-${to}` } : {}) },
  };
}
