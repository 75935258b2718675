import { PERIODS } from "#lib/operations/retention-periods.ts";
import { readForm } from "../_http/read-form.ts";
import { parseTheme, THEME_COOKIE } from "../_ui/theme.ts";

/** Remembers the theme in a cookie and goes back to the page the form stood on. */
export async function POST(request: Request): Promise<Response> {
  const theme = parseTheme((await readForm(request))?.get("theme"));
  return new Response(null, {
    status: 303,
    headers: {
      location: toLocalPath(request.headers.get("referer")),
      "set-cookie": `${THEME_COOKIE}=${theme}; Path=/; Max-Age=${PERIODS.theme}; HttpOnly; SameSite=Lax`,
    },
  });
}

/** Only the path is taken, and never one a browser would read as another host (`//host`, `/\host`). */
function toLocalPath(referer: string | null): string {
  if (!referer || !URL.canParse(referer)) return "/";
  const { pathname, search } = new URL(referer);
  return `/${pathname.replace(/^[/\\]+/, "")}${search}`;
}
