import { type NextRequest, NextResponse } from "next/server";

/** Gives every page a fresh nonce and the content security policy built on it; Next signs its own scripts with it. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = toPolicy(nonce, process.env.NODE_ENV === "development");
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  // Layouts do not know their page's address, and where to come back to after signing in is part of it.
  headers.set("x-path", toPath(request.nextUrl));
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("cache-control", "private, no-store");
  if (!isInPopup(request.nextUrl.pathname)) response.headers.set("cross-origin-opener-policy", "same-origin");
  return response;
}

/** The page's own address, without what the router adds to it. */
function toPath({ pathname, searchParams }: URL): string {
  const params = new URLSearchParams(searchParams);
  params.delete("_rsc");
  return params.size === 0 ? pathname : `${pathname}?${params}`;
}

function toPolicy(nonce: string, isDev: boolean): string {
  return [
    "default-src 'self'",
    // React's development build evaluates code to rebuild server stacks.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    // The development overlay writes style elements without a nonce.
    `style-src 'self' ${isDev ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/**
 * Apps open Connect in a pop-up and watch it or hear from it through `window.opener`. COOP on any page in that window
 * cuts the tie for good, also for the app's own callback page.
 */
function isInPopup(pathname: string): boolean {
  return /^\/(sign-in|connect|invite|welcome|signed-out)(\/|$)/.test(pathname);
}

// Everything but the MCP address, Next's own assets and the files of public/: what is not there is a page too.
export const config = {
  matcher: [
    "/((?!api/mcp(?:/|$)|_next/static|_next/image|images/|status/feed\\.xml$|favicon\\.(?:ico|svg|png)$|apple-touch-icon\\.png$|logo(?:-512)?\\.(?:svg|png)$|o/[^/]+/logo$).*)",
  ],
};
