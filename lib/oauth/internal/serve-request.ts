import "#server-only";
import type { Context } from "oidc-provider";
import { SHARED_SCOPES } from "#lib/catalog/groups.ts";
import { log } from "#lib/platform/log/log.ts";
import { AUTH_METHODS } from "./clients/accept-authentication.ts";
import { SIGNING_ALGS } from "./clients/accept-keys.ts";
import { describeError } from "./describe-error.ts";
import { holdRedirect } from "./hold-redirect.ts";
import { currentTokenRequest, type TokenRequest } from "./tokens/request-context.ts";
import { keepSuccessor, type TokenAnswer } from "./tokens/seal-successor.ts";
import { inTokenTransaction } from "./tokens/store.ts";
import { writeWaitingCookie } from "./waiting-cookie.ts";

/** The name, or the end of the name, of the provider's session cookie. */
export const SESSION_COOKIE = "connect_session";
/** Hosts keep a document for minutes on their own account; one kept on the way would outlive its mending. */
export const METADATA_CACHE = "no-store";

type ErrorBody = { error: string; error_description?: string };

/** Around everything the provider answers: one transaction per token request, our words, our metadata. */
export async function serveRequest(ctx: Context, next: () => Promise<void>): Promise<void> {
  if (ctx.path.startsWith("/.well-known/")) return await serveMetadata(ctx, next);
  const request = currentTokenRequest();
  if (request !== undefined) return await serveTokenRequest(ctx, next, request);
  await next();
  dropSessionCookie(ctx);
  if (ctx.path !== "/oauth/authorize") return;
  const uid = /^\/connect\/([\w-]+)$/.exec(String(ctx.res.getHeader("location")))?.[1];
  if (uid === undefined) holdRedirect(ctx);
  else ctx.res.appendHeader("set-cookie", writeWaitingCookie(uid));
}

async function serveTokenRequest(
  ctx: Context,
  next: () => Promise<void>,
  request: TokenRequest,
): Promise<void> {
  let isKept = false;
  try {
    await inTokenTransaction(async () => {
      await next();
      await answerRetry(ctx, request);
      isKept = shouldKeep(ctx);
      return isKept ? "commit" : "rollback";
    });
    if (ctx.status >= 500 && request.databaseError !== undefined) throw request.databaseError;
  } catch (error) {
    log.error({ err: error }, "token request not stored");
    isKept = false;
    ctx.status = 503;
    ctx.set({ "Retry-After": "2", "Cache-Control": "no-store" });
    ctx.body = { error: "temporarily_unavailable" };
  }
  if (isKept) tellOthers(request);
  if (isErrorBody(ctx.body)) ctx.body = toOurWords(ctx.body);
}

/** Our answer in place of the provider's refusal: to wait, or to a retry the one kept for it. A rotation's answer is kept. */
async function answerRetry(ctx: Context, { spent, replay, waitSeconds }: TokenRequest): Promise<void> {
  if (waitSeconds !== undefined) {
    ctx.status = 429;
    ctx.set("Retry-After", String(waitSeconds));
    ctx.body = { error: "temporarily_unavailable" };
  } else if (replay !== undefined) {
    ctx.status = 200;
    ctx.body = replay;
  } else if (spent !== undefined && ctx.status === 200) {
    await keepSuccessor(spent, ctx.body as TokenAnswer);
  }
}

/** Nobody's answer waits for it, and its failure is nobody's. */
function tellOthers({ afterCommit = [] }: TokenRequest): void {
  for (const tell of afterCommit) {
    tell().catch((error: unknown) =>
      log.warn({ err: error }, "somebody was not told of an ended connection"),
    );
  }
}

/**
 * A 4xx is kept, because ending a family on reuse must last. invalid_target comes after the token was consumed and
 * is the caller's slip: undone, so that the token still works with the right resource.
 */
function shouldKeep(ctx: Context): boolean {
  if (ctx.status >= 500) return false;
  return !(isErrorBody(ctx.body) && ctx.body.error === "invalid_target");
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && typeof (body as ErrorBody).error === "string";
}

function toOurWords({ error, error_description }: ErrorBody): ErrorBody {
  const description = describeError(error, error_description);
  return { error, ...(description ? { error_description: description } : {}) };
}

/** No session is kept, so its cookie would only follow people around. */
function dropSessionCookie(ctx: Context): void {
  const cookies = ctx.res.getHeader("set-cookie");
  if (!Array.isArray(cookies)) return;
  const kept = cookies.filter((cookie) => !cookie.includes(SESSION_COOKIE));
  if (kept.length === 0) ctx.res.removeHeader("set-cookie");
  else ctx.res.setHeader("set-cookie", kept);
}

async function serveMetadata(ctx: Context, next: () => Promise<void>): Promise<void> {
  await next();
  if (typeof ctx.body !== "object" || ctx.body === null) return;
  ctx.body = {
    ...ctx.body,
    response_modes_supported: ["query"],
    // Not in the protected resource's list: hosts add it by themselves when the authorization server has it.
    scopes_supported: ["offline_access", ...SHARED_SCOPES],
    revocation_endpoint_auth_methods_supported: AUTH_METHODS,
    revocation_endpoint_auth_signing_alg_values_supported: SIGNING_ALGS,
  };
  ctx.set({ "Access-Control-Allow-Origin": "*", "Cache-Control": METADATA_CACHE });
  ctx.remove("Vary");
}
