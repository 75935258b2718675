import { keepChoice } from "../_http/keep-choice.ts";
import { readForm } from "../_http/read-form.ts";
import { parseTheme, THEME_COOKIE } from "../_ui/theme.ts";

/** Remembers the theme in a cookie and goes back to the page the form stood on. */
export async function POST(request: Request): Promise<Response> {
  const value = parseTheme((await readForm(request))?.get("theme"));
  return keepChoice(request, { cookie: THEME_COOKIE, value });
}
