import "#server-only";
import type { Context } from "oidc-provider";
import { classifyClient } from "../policy.ts";
import { describeError } from "./describe-error.ts";
import { PAGE_HEADERS, toErrorPage } from "./render-error.ts";
import { toRedirectHost } from "./to-redirect-host.ts";

/**
 * Anybody can register an app and then an error would carry our visitors to its site (RFC 9700 section 4.11.2). An app
 * whose publisher we know, or on this computer, hears of its error by redirect; for any other the page stays here, with
 * a link that holds the same answer (RFC 6749 section 4.1.2.1, RFC 9207).
 */
export function holdRedirect(ctx: Context): void {
  const location = ctx.res.getHeader("location");
  const { client_id: clientId, redirect_uri: redirectUri } = ctx.oidc?.params ?? {};
  if (typeof location !== "string" || typeof clientId !== "string" || typeof redirectUri !== "string") return;
  const { identity } = classifyClient(clientId, redirectUri);
  if (identity === "verified" || identity === "local") return;
  const error = /[?&#]error=([a-z_]+)/.exec(location)?.[1] ?? "invalid_request";
  ctx.remove("Location");
  ctx.set(PAGE_HEADERS);
  ctx.status = error === "server_error" ? 500 : 400;
  if (ctx.accepts("html", "json") === "html") {
    ctx.type = "html";
    ctx.body = toErrorPage(error, { href: location, host: toRedirectHost(redirectUri) });
    return;
  }
  const description = describeError(error);
  ctx.body = { error, ...(description ? { error_description: description } : {}) };
}
