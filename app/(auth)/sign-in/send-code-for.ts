import "#server-only";
import { dropProviderState } from "#lib/identity/find-provider-sign-in.ts";
import type { SignInState } from "#lib/identity/find-sign-in.ts";
import { keepSignIn } from "#lib/identity/keep-sign-in.ts";
import { requestCode } from "#lib/identity/request-code.ts";
import { seeOther } from "../../_http/see-other.ts";
import { stopHere } from "./stop-here.ts";

type Wanted = Pick<SignInState, "address" | "next" | "identity">;

/** Mails a code to an address that must be proved first, and goes to the page where it is typed. */
export async function sendCodeFor(request: Request, wanted: Wanted): Promise<Response> {
  const { address, next } = wanted;
  const result = await requestCode({
    address,
    userAgent: request.headers.get("user-agent"),
    cookieHeader: request.headers.get("cookie"),
  });
  if (!result.ok && result.reason !== "too_early") return stopHere(next, { reason: result.reason });
  const state: SignInState = { ...wanted, address: result.address, sentAt: result.sentAt.getTime() };
  return seeOther("/sign-in/code", [keepSignIn(state), dropProviderState()]);
}
