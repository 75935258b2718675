import "#server-only";
import { z } from "zod";
import { unsealText } from "#lib/platform/crypto/seal.ts";
import { readCookie } from "./internal/cookies.ts";
import { SIGN_IN_COOKIE, type SignInState, SignInStateSchema } from "./internal/sign-in-state.ts";
import { parseNextPath } from "./schema.ts";

export type { SignInProblem, SignInState } from "./internal/sign-in-state.ts";

const Sealed = SignInStateSchema.extend({ expires: z.number() });

/** The sign-in this browser is in the middle of, or null when there is none, it is old, or the cookie is not ours. */
export function findSignIn(cookieHeader: string | null, now: Date = new Date()): SignInState | null {
  const value = readCookie("sign-in", cookieHeader);
  const text = value && unsealText(Buffer.from(value, "base64url"), SIGN_IN_COOKIE);
  if (!text) return null;
  const { expires, ...state } = Sealed.parse(JSON.parse(text));
  return expires > now.getTime() ? { ...state, next: parseNextPath(state.next) } : null;
}
