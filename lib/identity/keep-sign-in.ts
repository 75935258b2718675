import "#server-only";
import { seal } from "#lib/platform/crypto/seal.ts";
import { writeCookie } from "./internal/cookies.ts";
import { SIGN_IN_COOKIE, SIGN_IN_SECONDS, type SignInState } from "./internal/sign-in-state.ts";

/** The Set-Cookie value that carries a sign-in from one page to the next: sealed, unreadable outside, short-lived. */
export function keepSignIn(state: SignInState, now: Date = new Date()): string {
  const expires = now.getTime() + SIGN_IN_SECONDS * 1000;
  const sealed = seal(JSON.stringify({ ...state, expires }), SIGN_IN_COOKIE);
  return writeCookie("sign-in", Buffer.from(sealed).toString("base64url"), SIGN_IN_SECONDS);
}
