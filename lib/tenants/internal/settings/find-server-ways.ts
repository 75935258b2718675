import "#server-only";
import { findGoogle } from "#lib/identity/find-google.ts";
import { SIGN_IN_WAYS, type SignInWay } from "../../schema.ts";

/** The ways this server has; company sign-in is each organisation's own to set up. */
export function findServerWays(): SignInWay[] {
  return SIGN_IN_WAYS.filter((way) => way !== "google" || findGoogle() !== null);
}
