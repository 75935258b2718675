import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { approveConsent } from "#lib/oauth/approve-consent.ts";
import { CLAUDE, CLAUDE_CODE, LOOPBACK, SHARED } from "./drive-oauth.ts";
import { META, toModernHeaders } from "./open-gateway.ts";
import { BROWSER, BROWSER_ADDRESS, type Reply, sendFrom, type Sent } from "./proxied-doors.ts";

const CALLBACK = "https://claude.ai/api/mcp/auth_callback";
const JSON_TYPE = { "content-type": "application/json" };

/** How this Claude differs from the usual one. */
export type Switches = {
  /** The hosted Claude (the usual) or Claude Code on somebody's computer. */
  surface: "hosted" | "claude-code";
  /** Who it says it is: at discovery and the token endpoint, and with the token. */
  agents: { early: string; late: string };
  /** The addresses its requests come from, in turn. */
  addresses: readonly string[];
  identity: "document" | "registration" | "registration-twice";
  /** Laid over what it registers. */
  registration: Record<string, unknown>;
  /** The probe's Accept header. */
  accept: string;
  scope: string | null;
  prompt: "consent" | null;
  resource: string | null;
  opening: "server/discover" | "initialize";
  /** Laid over the headers of its first request with the token. */
  openingHeaders: Record<string, string>;
  /** A GET before anything else with the token. */
  opensStream: boolean;
};
const USUAL: Switches = {
  surface: "hosted",
  agents: { early: "python-httpx/0.28.1", late: "Claude-User" },
  addresses: ["160.79.104.10", "160.79.106.44", "160.79.107.3"],
  identity: "document",
  registration: {},
  accept: "*/*",
  scope: "agents.read offline_access",
  prompt: "consent",
  resource: SHARED,
  opening: "initialize",
  openingHeaders: {},
  opensStream: false,
};
export const CODE: Partial<Switches> = {
  surface: "claude-code",
  agents: { early: "Bun/1.4.4", late: "claude-code/2.1.329 (sdk-cli)" },
  addresses: ["91.198.174.192"],
  opening: "server/discover",
};

/** A Claude that connects a step at a time, so that it can stop after any of them. */
export class FakeClaude {
  readonly switches: Switches;
  clientId = "";
  number = "";
  grantId = "";
  tokens: Record<string, unknown> = {};
  readonly #verifier = randomBytes(32).toString("base64url");
  #uid = "";
  #cookies: string[] = [];
  #code = "";
  #requests = 0;

  constructor(switches: Partial<Switches> = {}) {
    const isCode = switches.surface === "claude-code";
    this.switches = { ...USUAL, ...(isCode ? CODE : {}), ...switches };
    this.clientId = isCode ? CLAUDE_CODE : CLAUDE;
  }

  get callback(): string {
    return this.switches.surface === "hosted" ? CALLBACK : LOOPBACK;
  }

  /** From the next of its addresses. */
  async send(sent: Sent, agent = this.switches.agents.early): Promise<Reply> {
    const { addresses } = this.switches;
    const address = addresses[this.#requests++ % addresses.length] ?? "";
    return await sendFrom(address, { ...sent, headers: { "user-agent": agent, ...sent.headers } });
  }

  /** S1: asks without a token. */
  async probe(path = "/api/mcp"): Promise<Reply> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: {} });
    const headers = { ...JSON_TYPE, accept: this.switches.accept, "mcp-protocol-version": "2025-11-25" };
    return await this.send({ path, method: "POST", headers, body });
  }

  /** S2: reads the metadata its challenge points to. */
  async readResource(path = "/.well-known/oauth-protected-resource/api/mcp"): Promise<Reply> {
    return await this.send({ path, headers: { accept: "*/*" } });
  }

  /** S3 */
  async readServer(path = "/.well-known/oauth-authorization-server"): Promise<Reply> {
    return await this.send({ path, headers: { accept: "*/*" } });
  }

  /** S4: registers, if it is one that does. */
  async register(path = "/oauth/register"): Promise<Reply | null> {
    if (this.switches.identity === "document") return null;
    const body = JSON.stringify({
      client_name: "Claude",
      redirect_uris: [this.callback],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
      ...this.switches.registration,
    });
    const sent = { path, method: "POST", headers: JSON_TYPE, body };
    if (this.switches.identity === "registration-twice") await this.send(sent);
    const reply = await this.send(sent);
    this.clientId = (reply.json["client_id"] as string | undefined) ?? "";
    return reply;
  }

  authorizeQuery(extra: Record<string, string | null> = {}): URLSearchParams {
    const { scope, prompt, resource } = this.switches;
    const query = new URLSearchParams();
    const params = {
      response_type: "code",
      client_id: this.clientId,
      redirect_uri: this.callback,
      code_challenge: createHash("sha256").update(this.#verifier).digest("base64url"),
      code_challenge_method: "S256",
      state: randomUUID(),
      scope,
      prompt,
      resource,
      ...extra,
    };
    for (const [name, value] of Object.entries(params)) if (value !== null) query.set(name, value);
    return query;
  }

  /** S5: the person's browser opens the request. */
  async open(extra: Record<string, string | null> = {}, path = "/oauth/authorize"): Promise<Reply> {
    const headers = { "user-agent": BROWSER, accept: "text/html,application/xhtml+xml" };
    const reply = await sendFrom(BROWSER_ADDRESS, { path: `${path}?${this.authorizeQuery(extra)}`, headers });
    this.number = String(reply.headers["connect-attempt"] ?? "");
    this.#uid = /^\/connect\/([\w-]+)$/.exec(reply.headers.location ?? "")?.[1] ?? "";
    this.#cookies = reply.headers["set-cookie"] ?? [];
    return reply;
  }

  get uid(): string {
    return this.#uid;
  }

  cookieFor(path: string): string {
    return this.#cookies
      .filter((cookie) => cookie.includes(`path=${path}`))
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
  }

  /** S6: the person allows it. Returns where the browser goes next. */
  async allow(member: MemberActor, groups: readonly string[] = ["agents.read"]): Promise<string> {
    const cookieHeader = this.cookieFor(`/connect/${this.#uid}`);
    return await approveConsent(member, { uid: this.#uid, cookieHeader, groups });
  }

  /** S7: the browser goes back to the app. */
  async comeBack(location: string): Promise<Reply> {
    const path = new URL(location).pathname;
    const headers = { "user-agent": BROWSER, cookie: this.cookieFor(path), accept: "text/html" };
    const reply = await sendFrom(BROWSER_ADDRESS, { path, headers });
    this.#code = new URL(reply.headers.location ?? CALLBACK).searchParams.get("code") ?? "";
    return reply;
  }

  /** S8 */
  async redeem(extra: Record<string, string> = {}, path = "/oauth/token"): Promise<Reply> {
    const reply = await this.#token(path, {
      grant_type: "authorization_code",
      code: this.#code,
      code_verifier: this.#verifier,
      redirect_uri: this.callback,
      ...extra,
    });
    if (reply.status === 200) this.tokens = reply.json;
    return reply;
  }

  /** S12; the tokens it holds stay as they are, for others that race. */
  async refresh(extra: Record<string, string> = {}): Promise<Reply> {
    const refresh_token = String(this.tokens["refresh_token"]);
    return await this.#token("/oauth/token", { grant_type: "refresh_token", refresh_token, ...extra });
  }

  async #token(path: string, form: Record<string, string>): Promise<Reply> {
    const { resource } = this.switches;
    const body = new URLSearchParams({
      client_id: this.clientId,
      ...(resource === null ? {} : { resource }),
      ...form,
    });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return await this.send({ path, method: "POST", headers, body: body.toString() });
  }

  /** S9: its first requests with the token. */
  async start(path = "/api/mcp"): Promise<Reply> {
    const { opening, opensStream, openingHeaders, agents } = this.switches;
    if (opensStream) {
      const headers = { authorization: this.#bearer, accept: "text/event-stream" };
      const stream = await this.send({ path, headers }, agents.late);
      if (stream.status !== 405) return stream;
    }
    return await this.call(opening, {}, openingHeaders, path);
  }

  /** S10, S11 */
  async call(
    method: string,
    params: Record<string, unknown> = {},
    extra: Record<string, string> = {},
    path = "/api/mcp",
  ): Promise<Reply> {
    const isModern = this.switches.opening === "server/discover";
    const opening = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "claude-ai" } };
    const filled = isModern ? { ...params, _meta: META } : method === "initialize" ? opening : params;
    const headers = {
      ...JSON_TYPE,
      accept: "application/json, text/event-stream",
      authorization: this.#bearer,
      ...(isModern ? toModernHeaders(method, params) : { "mcp-protocol-version": "2025-11-25" }),
      ...extra,
    };
    const body = JSON.stringify({ jsonrpc: "2.0", id: this.#requests, method, params: filled });
    return await this.send({ path, method: "POST", headers, body }, this.switches.agents.late);
  }

  get #bearer(): string {
    return `Bearer ${String(this.tokens["access_token"])}`;
  }

  /** S1 to S8, all of which must pass. */
  async connect(member: MemberActor): Promise<this> {
    await this.probe();
    await this.readResource();
    await this.readServer();
    await this.register();
    await this.open();
    await this.comeBack(await this.allow(member));
    const { status } = await this.redeem();
    if (status !== 200) throw new Error(`not connected: ${status}`);
    return this;
  }
}
