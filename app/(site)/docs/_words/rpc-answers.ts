/** The codes of protocol errors, and what each means here. */
export const RPC_WORDS: Record<number, { what: string; todo: string }> = {
  [-32700]: {
    what: "The body is not JSON, or nested too deeply.",
    todo: "Update the app, or tell its maker.",
  },
  [-32600]: {
    what: "Not a request we take: several at once, a member twice, another site’s origin, another kind of body, or too large a one.",
    todo: "The sentence says which. Update the app, or tell its maker.",
  },
  [-32601]: { what: "There is no such method.", todo: "Nothing; apps go on without it." },
  [-32602]: {
    what: "Unknown tool, prompt or resource, or parameters that do not fit. What you may not see reads exactly like what does not exist.",
    todo: "Have the app list its tools again. If one is missing, its group was not ticked, or your role may not use it.",
  },
  [-32603]: {
    what: "It was not done. The sentence says whether the instance failed or we did.",
    todo: "As the sentence says; the parts above explain each.",
  },
  [-32000]: {
    what: "Too many requests in the last minute, or too many open streams.",
    todo: "Wait; `data.retryAfterSeconds` says how long.",
  },
  [-32001]: {
    what: "The session has ended, with HTTP 404. It has nothing to do with signing in.",
    todo: "Nothing: the app begins a new one by itself.",
  },
  [-32002]: {
    what: "There is no such resource. Only in revisions before 2026-07-28.",
    todo: "List the resources again.",
  },
  [-32020]: {
    what: "The headers and the body of a request say different things.",
    todo: "Update the app. Look for a proxy that changes headers.",
  },
  [-32021]: {
    what: "The instance needs something this app did not say it can do.",
    todo: "Use another app for this.",
  },
  [-32022]: {
    what: "We do not speak this revision of MCP. The answer names those we do.",
    todo: "Update the app.",
  },
  [-32042]: {
    what: "The instance wants a page opened first.",
    todo: "Open it if you expected that, then call again.",
  },
};
