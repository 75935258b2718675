import "#server-only";
import { randomInt } from "node:crypto";
import type { JsonObject } from "#lib/kernel/json.ts";
import { type Answer, CallExchange } from "./call-exchange.ts";
import { drainWithin } from "./drain-body.ts";
import { toNetFailure, toStatusFailure, type UpstreamFailure } from "./session-failure.ts";
import { type LinkTarget, SessionLink, SHORT_TIMEOUT_MS } from "./session-link.ts";
import type {
  Listening,
  ListenOptions,
  RequestOptions,
  UpstreamReply,
  UpstreamRequest,
  UpstreamSession,
} from "./upstream-session.ts";
import { ownProgress, writeAnswer, writeNotification, writeRequest } from "./write-message.ts";

const TIMEOUT_MS = 120_000;
/** Requests of one session may come from several processes of ours: each begins to count somewhere else. */
const FIRST_ID_MAX = 2 ** 30;

type Exchanged = { reply: UpstreamReply; id: number; sessionId: string | undefined };

/**
 * One session with one instance under one key (Streamable HTTP, MCP 2025-11-25). Request ids are the session's own:
 * an id used twice at once makes Trinity answer only one of them.
 */
export class LegacySession implements UpstreamSession {
  readonly era = "legacy";
  protocolVersion = "";
  serverName = "";
  capabilities: JsonObject = {};
  sessionId: string | undefined;
  readonly #link: SessionLink;
  #lastId = randomInt(FIRST_ID_MAX);
  #isClosed = false;

  constructor(target: LinkTarget) {
    this.#link = new SessionLink(target);
  }

  /** Binds what `initialize` agreed on to every later request. */
  adopt(protocolVersion: string, sessionId: string | undefined): void {
    this.protocolVersion = protocolVersion;
    this.sessionId = sessionId;
    this.#link.headers["mcp-protocol-version"] = protocolVersion;
    if (sessionId !== undefined) this.#link.headers["mcp-session-id"] = sessionId;
  }

  async request(request: UpstreamRequest, options: RequestOptions = {}): Promise<UpstreamReply> {
    const { reply, id } = await this.exchange(request, options);
    if (!reply.ok && (reply.reason === "aborted" || reply.reason === "timeout")) {
      void this.notify("notifications/cancelled", JSON.stringify({ requestId: id, reason: reply.reason }));
    }
    return reply;
  }

  /** `request` without the cancelling, and with the answer's session id: what `initialize` needs. */
  async exchange(
    { method, params, meta }: UpstreamRequest,
    { signal, timeoutMs = TIMEOUT_MS, whenReady, onNotification, onRequest }: RequestOptions,
  ): Promise<Exchanged> {
    const id = ++this.#lastId;
    const own = ownProgress(id, meta, onNotification !== undefined);
    const exchange = new CallExchange({
      id,
      progressToken: own.progressToken,
      answer: (asked, answer) => void this.respond(asked, answer),
      ...(onNotification ? { onNotification } : {}),
      ...(onRequest ? { onRequest: (asked) => onRequest(asked, this) } : {}),
    });
    let sessionId: string | undefined;
    try {
      const response = await this.#link.post(writeRequest(id, method, params, own.meta), {
        timeoutMs,
        totalTimeoutMs: timeoutMs,
        ...(signal ? { signal } : {}),
      });
      sessionId = response.header("mcp-session-id");
      if (response.status !== 200) {
        void drainWithin(response);
        return { reply: this.#toFailure(response.status), id, sessionId };
      }
      const reply = await this.#link.readAnswer(response, (message) => exchange.take(message), whenReady);
      return { reply, id, sessionId };
    } catch (error) {
      return { reply: toNetFailure(error), id, sessionId };
    }
  }

  async respond(id: string | number, answer: Answer): Promise<boolean> {
    return await this.#link.postShort(writeAnswer(id, answer));
  }

  async notify(method: string, params = "{}"): Promise<boolean> {
    return await this.#link.postShort(writeNotification(method, params));
  }

  async listen(_options: ListenOptions): Promise<Listening> {
    return await Promise.resolve({ ok: false, reason: "protocol" });
  }

  async close(): Promise<void> {
    if (this.sessionId === undefined || this.#isClosed) return;
    this.#isClosed = true;
    const bounds = { timeoutMs: SHORT_TIMEOUT_MS, totalTimeoutMs: SHORT_TIMEOUT_MS };
    const response = await this.#link.ask("DELETE", bounds).catch(() => undefined);
    response?.body.cancel();
  }

  #toFailure(status: number): UpstreamFailure {
    return toStatusFailure(status, this.sessionId !== undefined);
  }
}
