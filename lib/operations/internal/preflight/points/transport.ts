import "#server-only";
import { isObject } from "#lib/kernel/json.ts";
import { defineCheck, failed, passed } from "../check.ts";
import { type Answer, callMcp, makeHeaders } from "../facts/call-mcp.ts";
import { EARLY_MS_MAX } from "../facts/claude.ts";
import { toShown } from "../parse-object.ts";
import type { Visit } from "../visit.ts";

const OPENING = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "claude-ai", version: "1.0.0" },
};

/** How both revisions open. */
export function openBoth(visit: Visit): Promise<{ initialize: Answer; discover: Answer }> {
  return visit.fact("openings", async () => ({
    initialize: await callMcp(visit, "initialize", OPENING),
    discover: await callMcp(visit, "server/discover", {}, "2026-07-28"),
  }));
}

const see = ({ reply, error }: Answer) =>
  `${reply.status} ${reply.headers["content-type"] ?? ""} ${error === null ? "" : JSON.stringify(error)}`;

export const POST = defineCheck({
  id: "transport.post",
  title: "A POST opens the conversation, in both revisions of the protocol that Claude speaks",
  failures: {
    no_initialize: {
      cause: "initialize is not answered as Streamable HTTP asks: with JSON or an event stream.",
      fix: "Let POST through to the server with its body and headers, and change no answer.",
    },
    no_discover: {
      cause: "server/discover, with which newer Claude opens, is not answered.",
      fix: "Let the headers MCP-Protocol-Version and Mcp-Method through to the server.",
    },
  },
  async probe(visit) {
    const { initialize, discover } = await openBoth(visit);
    if (!isObject(initialize.result?.["serverInfo"])) return failed("no_initialize", see(initialize));
    if (discover.result === null) return failed("no_discover", see(discover));
    return passed(`initialize ${toShown(initialize.result?.["protocolVersion"])}, server/discover`);
  },
});

export const GET = defineCheck({
  id: "transport.get",
  title: "A GET with the token is answered at once: with a stream, or that there is none",
  failures: {
    wrong_status: {
      cause:
        "A GET is answered with something Claude takes for a fault: only 200 with an event stream, or 405, will do.",
      fix: "Let GET through to the server with its Accept header.",
    },
    slow: {
      cause: "A GET is held back: Claude takes that for a server that is down.",
      fix: "Turn buffering off in the proxy for this address.",
    },
  },
  async probe(visit) {
    const headers = { ...(await makeHeaders(visit)), accept: "text/event-stream" };
    const reply = await visit.outside(visit.mcpUrl, { headers, headOnly: true });
    const isStream = reply.status === 200 && reply.headers["content-type"]?.includes("event-stream") === true;
    if (!isStream && reply.status !== 405) return failed("wrong_status", String(reply.status));
    if (reply.ms > EARLY_MS_MAX) return failed("slow", `${Math.round(reply.ms)} ms`);
    return passed(`${reply.status} ${reply.headers["allow"] ?? reply.headers["content-type"] ?? ""}`);
  },
});

export const NO_MEMORY = defineCheck({
  id: "transport.no-memory",
  title: "Neither cookies nor sessions are needed, and the address is answered with and without a slash",
  failures: {
    cookie_set: {
      cause:
        "An answer sets a cookie: something before the server sends each browser to its own machine. Claude keeps none.",
      fix: "Turn sticky sessions off in the load balancer.",
    },
    session_needed: {
      cause: "A request without a session is refused. Claude asks from many machines and echoes no session.",
      fix: "Let requests through to the server without Mcp-Session-Id.",
    },
    slash_redirected: {
      cause: "The address with a slash at its end is not answered in place.",
      fix: "Let the proxy neither add nor remove slashes.",
    },
  },
  async probe(visit) {
    const answers = [...Object.values(await openBoth(visit)), await callMcp(visit, "tools/list")];
    if (answers.some(({ reply }) => reply.headers["set-cookie"] !== undefined)) return failed("cookie_set");
    const list = answers.at(-1);
    if (!list?.result) return failed("session_needed", list ? see(list) : "");
    const slash = await visit.outside(`${visit.mcpUrl}/`, { method: "POST", body: "{}" });
    if (slash.status !== 401) return failed("slash_redirected", String(slash.status));
    return passed("tools/list without a session");
  },
});

export const LATENCY = defineCheck({
  id: "transport.latency",
  title: "The conversation opens within 10 s",
  failures: {
    slow_opening: {
      cause: "initialize or server/discover takes longer than the 10 s Claude waits.",
      fix: "Keep one instance warm, and look at the way there: the server answers them without calling Trinity.",
    },
  },
  async probe(visit) {
    const { initialize, discover } = await openBoth(visit);
    const ms = Math.round(Math.max(initialize.reply.ms, discover.reply.ms));
    return ms > EARLY_MS_MAX ? failed("slow_opening", `${ms} ms`) : passed(`${ms} ms`);
  },
});
