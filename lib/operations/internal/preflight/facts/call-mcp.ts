import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import { NotTried } from "../check.ts";
import type { Reply } from "../outside/open-outside.ts";
import { parseObject } from "../parse-object.ts";
import type { Visit } from "../visit.ts";
import { LATE_AGENT } from "./claude.ts";
import { redeemCode } from "./redeem.ts";

const LEGACY = "2025-11-25";
const MODERN = "2026-07-28";
const META = {
  "io.modelcontextprotocol/protocolVersion": MODERN,
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "claude-ai", version: "1.0.0" },
};

export type Revision = typeof LEGACY | typeof MODERN;
export type Answer = { reply: Reply; result: JsonObject | null; error: JsonObject | null };

let id = 0;

/** One message with the token, as Claude sends it: no session, no cookie. */
export async function callMcp(
  visit: Visit,
  method: string,
  params: JsonObject = {},
  revision: Revision = LEGACY,
): Promise<Answer> {
  const isModern = revision === MODERN;
  const reply = await visit.outside(visit.mcpUrl, {
    method: "POST",
    headers: {
      ...(await makeHeaders(visit)),
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": revision,
      ...(isModern ? { "mcp-method": method } : {}),
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: ++id,
      method,
      params: isModern ? { ...params, _meta: META } : params,
    }),
  });
  const message = readMessage(reply);
  const { result, error } = message ?? {};
  return { reply, result: isObject(result) ? result : null, error: isObject(error) ? error : null };
}

export async function makeHeaders(visit: Visit): Promise<Record<string, string>> {
  const { accessToken } = await redeemCode(visit);
  if (accessToken === null) throw new NotTried("The app was given no token. Mend point 10 first.");
  return { authorization: `Bearer ${accessToken}`, "user-agent": LATE_AGENT };
}

/** The answer's message, whether it came as JSON or as the last event of a stream. */
function readMessage({ headers, text }: Reply): JsonObject | null {
  if (!headers["content-type"]?.includes("event-stream")) return parseObject(text);
  const events = text.split(/\r?\n\r?\n/).flatMap((event) => {
    const data = event
      .split(/\r?\n/)
      .filter((line) => line.startsWith("data:"))
      .map((line) => line.slice(5).trimStart());
    return data.length === 0 ? [] : [data.join("\n")];
  });
  return events.map(parseObject).findLast((message) => message !== null && "id" in message) ?? null;
}
