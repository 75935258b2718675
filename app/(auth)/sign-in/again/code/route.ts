import { parseNextPath } from "#lib/identity/schema.ts";
import { currentPerson } from "../../../../_http/current-person.ts";
import { readForm } from "../../../../_http/read-form.ts";
import { isSameOrigin } from "../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../_http/see-other.ts";
import { toProblemResponse } from "../../../../_http/to-problem-response.ts";
import { sendCodeFor } from "../../send-code-for.ts";
import { stopHere } from "../../stop-here.ts";
import { toForeignForm, toProblem } from "../../to-problem.ts";

/** Mails a code to the signed-in person's own address; answering it is a new sign-in. */
export async function POST(request: Request): Promise<Response> {
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return toProblemResponse(toForeignForm());
  const next = parseNextPath(form.get("next"));
  const person = await currentPerson();
  if (!person) return seeOther(`/sign-in?next=${encodeURIComponent(next)}`);
  try {
    return await sendCodeFor(request, { address: person.email, next });
  } catch (error) {
    return stopHere(next, toProblem(error));
  }
}
