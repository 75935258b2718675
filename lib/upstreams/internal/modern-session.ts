import "#server-only";
import { Buffer } from "node:buffer";
import { readMembers } from "#lib/kernel/json-members.ts";
import { isObject, type JsonObject, parseJson } from "#lib/kernel/json.ts";
import type { GuardedResponse } from "#lib/platform/net/guarded-response.ts";
import { CallExchange } from "./call-exchange.ts";
import { callOver } from "./call-over.ts";
import { CLIENT_INFO } from "./client-info.ts";
import { drainWithin } from "./drain-body.ts";
import { listenModern } from "./listen-modern.ts";
import { toStatusFailure } from "./session-failure.ts";
import { type LinkTarget, SessionLink } from "./session-link.ts";
import type {
  Listening,
  ListenOptions,
  RequestOptions,
  UpstreamReply,
  UpstreamRequest,
  UpstreamSession,
} from "./upstream-session.ts";
import { ownProgress, writeNotification, writeRequest } from "./write-message.ts";

export const MODERN_VERSION = "2026-07-28";
const META = "io.modelcontextprotocol/";
const NAME_SOURCES: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
};
/** What a header can say as it is; anything else is said in Base64 (MCP 2026-07-28, Streamable HTTP). */
const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
const SENTINEL = /^=\?base64\?.*\?=$/;
const RESULT_TYPES = new Set(["complete", "input_required"]);
const UNSUPPORTED_VERSION = -32022;

/**
 * An instance of revision 2026-07-28 under one key. There is no session: every request says all by itself, so closing
 * its answer cancels it and nothing is to be ended.
 */
export class ModernSession implements UpstreamSession {
  readonly era = "modern";
  readonly protocolVersion = MODERN_VERSION;
  readonly sessionId = undefined;
  serverName = "";
  capabilities: JsonObject = {};
  readonly #link: SessionLink;
  #lastId = 0;

  constructor(target: LinkTarget) {
    this.#link = new SessionLink(target);
    this.#link.headers["mcp-protocol-version"] = MODERN_VERSION;
  }

  async request(request: UpstreamRequest, options: RequestOptions = {}): Promise<UpstreamReply> {
    const id = ++this.#lastId;
    const { reply } = await callOver(this.#link, this.#write(id, request, options), options);
    if (!reply.ok) return reply;
    if ("error" in reply) {
      return reply.error.code === UNSUPPORTED_VERSION
        ? { ok: false, reason: "session_gone", isOtherEra: true }
        : reply;
    }
    return isKnownResult(reply.result, request) ? reply : { ok: false, reason: "protocol" };
  }

  /** A modern instance asks nothing on a stream; what it wants to know stands in its result. */
  async respond(): Promise<boolean> {
    return await Promise.resolve(false);
  }

  async notify(method: string, params = "{}"): Promise<boolean> {
    return await this.#link.tell(writeNotification(method, params), { "mcp-method": method });
  }

  async listen(options: ListenOptions): Promise<Listening> {
    const id = ++this.#lastId;
    const params = JSON.stringify({ notifications: options.wanted ?? {} });
    const request: UpstreamRequest = { method: "subscriptions/listen", params };
    return await listenModern(this.#link, { ...this.#write(id, request, {}), id }, options);
  }

  async close(): Promise<void> {
    await Promise.resolve();
  }

  #write(id: number, request: UpstreamRequest, options: RequestOptions) {
    const { method, params, client, headers } = request;
    const { meta, progressToken } = ownProgress(id, request.meta, options.onNotification !== undefined);
    const envelope = new Map(meta);
    envelope.set(`${META}protocolVersion`, JSON.stringify(MODERN_VERSION));
    envelope.set(`${META}clientInfo`, client?.info ?? JSON.stringify(CLIENT_INFO));
    envelope.set(`${META}clientCapabilities`, client?.capabilities ?? "{}");
    if (client?.logLevel !== undefined) envelope.set(`${META}logLevel`, client.logLevel);
    return {
      body: writeRequest(id, method, params, envelope),
      exchange: new CallExchange(this, { id, progressToken }, options),
      headers: { ...toParamHeaders(headers), "mcp-method": method, ...toNameHeader(method, params) },
      onStatus: (response: GuardedResponse) => this.#readRefusal(response, id),
    };
  }

  /** An error of the protocol comes with 400 or 404 and its body; anything else is of the way there. */
  async #readRefusal(response: GuardedResponse, id: number): Promise<UpstreamReply> {
    const failure = toStatusFailure(response.status, false);
    const isJson = response.header("content-type")?.startsWith("application/json") ?? false;
    if (failure.reason !== "protocol" || !isJson) {
      void drainWithin(response);
      return response.status === 404 || response.status === 405
        ? { ...failure, reason: "session_gone" }
        : failure;
    }
    const [message] = this.#link.read(await response.text());
    return message?.kind === "reply" && (message.id === id || message.id === null) ? message.reply : failure;
  }
}

function isKnownResult({ resultType }: JsonObject, { client }: UpstreamRequest): boolean {
  if (resultType === undefined || RESULT_TYPES.has(resultType as string)) return true;
  // Another kind may come only from an extension the client declared.
  const declared = parseJson(client?.capabilities ?? "{}")?.value;
  const extensions = isObject(declared) ? declared["extensions"] : undefined;
  return typeof resultType === "string" && isObject(extensions) && Object.keys(extensions).length > 0;
}

function toNameHeader(method: string, params: string): Record<string, string> {
  const source = Object.hasOwn(NAME_SOURCES, method) ? NAME_SOURCES[method] : undefined;
  if (source === undefined) return {};
  const text = readMembers(params)?.get(source);
  const name = text === undefined ? undefined : (JSON.parse(text) as unknown);
  return typeof name === "string" ? { "mcp-name": encodeHeader(name) } : {};
}

/** Nothing else of what a caller hands in goes beside the key. */
function toParamHeaders(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => /^mcp-param-/i.test(name)));
}

function encodeHeader(value: string): string {
  if (PLAIN.test(value) && !SENTINEL.test(value)) return value;
  return `=?base64?${Buffer.from(value, "utf8").toString("base64")}?=`;
}
