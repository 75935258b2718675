import { dropSignIn } from "#lib/identity/drop-sign-in.ts";
import { endSession } from "#lib/identity/end-session.ts";
import { parseNextPath } from "#lib/identity/schema.ts";
import { readForm } from "../../_http/read-form.ts";
import { isSameOrigin } from "../../_http/require-same-origin.ts";
import { seeOther } from "../../_http/see-other.ts";
import { toProblemResponse } from "../../_http/to-problem-response.ts";
import { toForeignForm } from "../sign-in/to-problem.ts";

/** Signs this browser out; a form that names `next` goes on to sign in as somebody else and comes back there. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return toProblemResponse(toForeignForm());
  try {
    const next = parseNextPath((await readForm(request))?.get("next"));
    const cookies = [await endSession(request.headers.get("cookie")), dropSignIn()];
    return seeOther(next === "/" ? "/signed-out" : `/sign-in?next=${encodeURIComponent(next)}`, cookies);
  } catch (error) {
    return toProblemResponse(error);
  }
}
