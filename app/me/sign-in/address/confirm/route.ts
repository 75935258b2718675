import { confirmAddressChange } from "#lib/identity/confirm-address-change.ts";
import { findAddressChange } from "#lib/identity/find-address-change.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { followAddress } from "#lib/tenants/follow-address.ts";
import { toForeignForm } from "../../../../(auth)/sign-in/to-problem.ts";
import { currentSession } from "../../../../_http/current-person.ts";
import { readForm } from "../../../../_http/read-form.ts";
import { isSameOrigin } from "../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../_http/see-other.ts";
import { toProblemResponse } from "../../../../_http/to-problem-response.ts";
import { refuseCompanyAddress } from "../../refuse-company-address.ts";

const PAGE = "/me/sign-in/address";

/** Checks the code that proves a new address, changes it everywhere, and gives this browser a new session value. */
export async function POST(request: Request): Promise<Response> {
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return toProblemResponse(toForeignForm());
  const session = await currentSession();
  if (!session) return seeOther(`/sign-in?next=${encodeURIComponent(PAGE)}`);
  try {
    const wish = await findAddressChange(session.actor);
    await refuseCompanyAddress(session.actor, wish?.address ?? "");
    const cookieHeader = request.headers.get("cookie");
    const result = await confirmAddressChange(session, { code: form.get("code"), cookieHeader });
    if (!result.ok) return seeOther(`${PAGE}?step=code&problem=${result.reason}`);
    await followAddress(result.person);
    return seeOther("/me/sign-in?done=changed", result.cookies);
  } catch (error) {
    if (isDomainError(error, "precondition_failed")) return seeOther(`${PAGE}?problem=company`);
    return toProblemResponse(error);
  }
}
