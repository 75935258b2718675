import "#server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { findAttemptNumber, noteFact, noteOutcome } from "#lib/activity/note-outcome.ts";
import { recordRequest } from "#lib/activity/record-request.ts";
import { isOutage } from "#lib/kernel/outage.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { log } from "#lib/platform/log/log.ts";
import { findRootAlias, ROOT_ALIAS_HEADER } from "./find-root-alias.ts";
import { getProvider } from "./get-provider.ts";
import { answerError } from "./internal/answer.ts";
import { registerClient } from "./internal/clients/register-client.ts";
import { countUse } from "./internal/count-use.ts";
import { PAGE_HEADERS, RETRY_AFTER, toErrorPage } from "./internal/render-error.ts";
import { sanitizeAuthorizeQuery } from "./internal/sanitize-query.ts";
import { serveToken } from "./internal/tokens/serve-token.ts";
import { trustHeaders } from "./internal/trust-headers.ts";
import { ATTEMPT_HEADER } from "./internal/watch-provider.ts";

type Route = {
  methods: readonly string[];
  serve: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
};

/** Each stores a waiting request, and nobody has signed in yet. */
const AUTHORIZE_LIMIT = { points: 300, durationSeconds: 600 };
const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/^\/oauth\/authorize$/, { methods: ["GET", "HEAD"], serve: serveAuthorize }],
  [/^\/oauth\/authorize\/[\w-]{1,64}$/, { methods: ["GET"], serve: serveResume }],
  [/^\/oauth\/token$/, { methods: ["POST", "OPTIONS"], serve: serveTokenRoute("token") }],
  [/^\/oauth\/revoke$/, { methods: ["POST", "OPTIONS"], serve: serveTokenRoute("revocation") }],
  [/^\/oauth\/register$/, { methods: ["POST", "OPTIONS"], serve: serveRegister }],
  [/^\/oauth\/jwks$/, { methods: ["GET", "HEAD", "OPTIONS"], serve: serveKeys }],
];

/**
 * Answers everything under /oauth/, and the addresses at the root that hosts guess. Never throws; a fault of ours is a
 * 500 without detail.
 */
export async function handleOauthRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  answerInPlace(req);
  await withPeerAddress(req.socket.remoteAddress, () => recordRequest(req, res, () => answer(req, res)));
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    if (req.headers[ROOT_ALIAS_HEADER] !== undefined) noteFact("root-alias");
    const [path = ""] = (req.url ?? "").split("?", 1);
    const route = ROUTES.find(([pattern]) => pattern.test(path))?.[1];
    if (route === undefined) {
      return answerError(res, {
        status: 404,
        error: "not_found",
        description: "There is nothing at this address.",
      });
    }
    if (!route.methods.includes(req.method ?? "")) {
      const description = "This address does not answer that method.";
      const headers = { allow: route.methods.join(", ") };
      return answerError(res, { status: 405, error: "invalid_request", description, headers });
    }
    trustHeaders(req.headers);
    await route.serve(req, res);
  } catch (error) {
    log.error({ err: error }, "OAuth request failed");
    if (res.headersSent) res.destroy();
    else answerFailure(req, res, error);
  }
}

/** Gives the request its one spelling, without a redirect: no trailing slash, no guessed address. */
function answerInPlace(req: IncomingMessage): void {
  const [path = ""] = (req.url ?? "").split("?", 1);
  const search = req.url?.slice(path.length) ?? "";
  const plain = path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
  const alias = findRootAlias(plain);
  delete req.headers[ROOT_ALIAS_HEADER];
  if (alias !== null) req.headers[ROOT_ALIAS_HEADER] = plain;
  req.url = `${alias ?? plain}${search}`;
}

/** Free of effects but for a stored, waiting request: some hosts ask for this page themselves before showing it. */
async function serveAuthorize(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const [, search = ""] = /\?(.*)$/s.exec(req.url ?? "") ?? [];
  noteAuthorize(req, search);
  nameAttempt(res);
  const sanitized = sanitizeAuthorizeQuery(search);
  if (sanitized === null) return answerPage(res, 400, "invalid_request");
  const refused = await countUse("oauth.authorize", AUTHORIZE_LIMIT);
  if (refused) return answerPage(res, refused.status, "temporarily_unavailable", refused.headers);
  req.url = `/oauth/authorize?${sanitized}`;
  await passOn(req, res);
}

/** A program that looks at its own request first begins no attempt; the browser it then opens does. */
function noteAuthorize(req: IncomingMessage, search: string): void {
  const isPreflight = req.method === "HEAD" || !/text\/html|\*\/\*/.test(req.headers.accept ?? "*/*");
  const params = new URLSearchParams(search);
  if (isPreflight) noteFact("preflight");
  if (params.get("prompt")?.includes("consent")) noteFact("prompt-consent");
  if (params.get("scope")?.includes("offline_access")) noteFact("offline-access");
  noteOutcome({ stage: "S5", ...(isPreflight ? {} : { interactionUid: randomUUID(), begins: true }) });
}

/** The number is on the pages for people; a program finds it here. */
function nameAttempt(res: ServerResponse): void {
  const number = findAttemptNumber();
  if (number !== null) res.setHeader(ATTEMPT_HEADER, number);
}

/** The browser on its way back to the app, which passes here for the answer. */
async function serveResume(req: IncomingMessage, res: ServerResponse): Promise<void> {
  noteOutcome({ stage: "S7", interactionUid: req.url?.split(/[/?]/)[3] });
  nameAttempt(res);
  await passOn(req, res);
}

function serveTokenRoute(kind: "token" | "revocation"): Route["serve"] {
  return (req, res) => (req.method === "OPTIONS" ? passOn(req, res) : serveToken(req, res, kind));
}

async function serveRegister(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method !== "OPTIONS") return await registerClient(req, res);
  res.writeHead(204, {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type, mcp-protocol-version",
    "access-control-max-age": "3600",
  });
  res.end();
}

/** Kept for as long as a next key waits at least, so that a kept set always holds the one in use. */
async function serveKeys(req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.setHeader("cache-control", "public, max-age=60");
  await passOn(req, res);
}

async function passOn(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const provider = await getProvider();
  await provider.callback()(req, res);
}

function answerFailure(req: IncomingMessage, res: ServerResponse, cause: unknown): void {
  const [status, error, headers] = isOutage(cause)
    ? ([503, "temporarily_unavailable", RETRY_AFTER] as const)
    : ([500, "server_error", {}] as const);
  if (!/text\/html/.test(req.headers.accept ?? "")) return answerError(res, { status, error, headers });
  answerPage(res, status, error, headers);
}

function answerPage(res: ServerResponse, status: number, error: string, headers = {}): void {
  res.writeHead(status, { ...PAGE_HEADERS, ...headers, "content-type": "text/html; charset=utf-8" });
  res.end(toErrorPage(error));
}
