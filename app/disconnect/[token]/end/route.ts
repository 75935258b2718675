import { endByLink } from "#lib/grants/end-by-link.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";
import { toProblemResponse } from "../../../_http/to-problem-response.ts";

/** Ends the connection the link is about, by the button of its page alone; the page then says what is so. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  if (!isSameOrigin(request)) return toProblemResponse(toForeignPost());
  try {
    const { token } = await params;
    await endByLink(token);
    return seeOther(`/disconnect/${encodeURIComponent(token)}`);
  } catch (error) {
    return toProblemResponse(error);
  }
}

function toForeignPost(): DomainError {
  return new DomainError(
    "forbidden",
    "This form was not sent from Trinity Connect. Open the link from the mail and press the button there.",
  );
}
