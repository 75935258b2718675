import { keepChoice } from "../_http/keep-choice.ts";
import { readForm } from "../_http/read-form.ts";
import { parseRail, RAIL_COOKIE, RAIL_FOLD_ID } from "../_ui/rail-state.ts";

/** Remembers in a cookie whether the rail is folded and goes back to its button on the page it stood on. */
export async function POST(request: Request): Promise<Response> {
  const value = parseRail((await readForm(request))?.get("rail"));
  return keepChoice(request, { cookie: RAIL_COOKIE, value, focusId: RAIL_FOLD_ID });
}
