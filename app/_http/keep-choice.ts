import "#server-only";
import { PERIODS } from "#lib/operations/retention-periods.ts";

type Choice = { cookie: string; value: string; focusId?: string };

/**
 * Remembers how a browser's pages look in a cookie and goes back to the page the form stood on, where the element with
 * `focusId` takes the focus.
 */
export function keepChoice(request: Request, { cookie, value, focusId }: Choice): Response {
  const path = toLocalPath(request.headers.get("referer"));
  return new Response(null, {
    status: 303,
    headers: {
      location: focusId === undefined ? path : `${path}#${focusId}`,
      "set-cookie": `${cookie}=${value}; Path=/; Max-Age=${PERIODS.look}; HttpOnly; SameSite=Lax`,
    },
  });
}

/** Only the path is taken, and never one a browser would read as another host (`//host`, `/\host`). */
function toLocalPath(referer: string | null): string {
  if (!referer || !URL.canParse(referer)) return "/";
  const { pathname, search } = new URL(referer);
  return `/${pathname.replace(/^[/\\]+/, "")}${search}`;
}
