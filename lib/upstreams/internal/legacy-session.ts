import "#server-only";
import { randomInt } from "node:crypto";
import type { JsonObject } from "#lib/kernel/json.ts";
import { type Answer, CallExchange } from "./call-exchange.ts";
import { callOver } from "./call-over.ts";
import { drainWithin } from "./drain-body.ts";
import { makeListener, readStream } from "./read-stream.ts";
import { toNetFailure, toStatusFailure, type UpstreamFailure } from "./session-failure.ts";
import { type LinkTarget, SessionLink } from "./session-link.ts";
import type {
  Listening,
  ListenOptions,
  RequestOptions,
  UpstreamReply,
  UpstreamRequest,
  UpstreamSession,
} from "./upstream-session.ts";
import { ownProgress, writeAnswer, writeNotification, writeRequest } from "./write-message.ts";

const LISTEN_TIMEOUT_MS = 15_000;
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
  #lastId = 0;
  #isClosed = false;

  constructor(target: LinkTarget) {
    this.#link = new SessionLink(target);
  }

  /** A session that another process opened: `initialize` agreed on this there. */
  static resume(target: LinkTarget, protocolVersion: string, sessionId: string): LegacySession {
    const session = new LegacySession(target);
    session.#lastId = randomInt(FIRST_ID_MAX);
    session.adopt(protocolVersion, sessionId);
    return session;
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
  async exchange({ method, params, meta }: UpstreamRequest, options: RequestOptions): Promise<Exchanged> {
    const id = ++this.#lastId;
    const own = ownProgress(id, meta, options.onNotification !== undefined);
    const { reply, response } = await callOver(
      this.#link,
      {
        body: writeRequest(id, method, params, own.meta),
        exchange: new CallExchange(this, { id, progressToken: own.progressToken }, options),
        onStatus: (refused) => {
          void drainWithin(refused);
          return this.#toFailure(refused.status);
        },
        isResumable: this.sessionId !== undefined,
      },
      options,
    );
    return { reply, id, sessionId: response?.header("mcp-session-id") };
  }

  async respond(id: string | number, answer: Answer): Promise<boolean> {
    return await this.#link.tell(writeAnswer(id, answer));
  }

  async notify(method: string, params = "{}"): Promise<boolean> {
    return await this.#link.tell(writeNotification(method, params));
  }

  async listen(options: ListenOptions): Promise<Listening> {
    try {
      const response = await this.#link.get(options.signal, LISTEN_TIMEOUT_MS);
      const type = response.header("content-type") ?? "";
      if (response.status === 200 && type.startsWith("text/event-stream")) {
        return { ok: true, ended: readStream(this.#link, response, makeListener(this, options)) };
      }
      void drainWithin(response);
      return response.status === 200 ? { ok: false, reason: "protocol" } : this.#toFailure(response.status);
    } catch (error) {
      return toNetFailure(error);
    }
  }

  async close(): Promise<void> {
    if (this.sessionId === undefined || this.#isClosed) return;
    this.#isClosed = true;
    await this.#link.delete();
  }

  #toFailure(status: number): UpstreamFailure {
    return toStatusFailure(status, this.sessionId !== undefined);
  }
}
