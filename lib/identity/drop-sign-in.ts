import "#server-only";
import { writeCookie } from "./internal/cookies.ts";

/** The Set-Cookie value that ends a sign-in, finished or given up. */
export function dropSignIn(): string {
  return writeCookie("sign-in", "", 0);
}
