import "#server-only";
import type { SignInWay } from "../../schema.ts";

type Entrance = { ways: readonly SignInWay[]; connectionId: string | null };

/**
 * Whether somebody who signed in that way may enter: by a code, at Google, or at the organisation's own company sign-in.
 * Another company's proves an address as a code does, no more.
 */
export function isWayAllowed(signedInBy: string, { ways, connectionId }: Entrance): boolean {
  if (signedInBy === "google") return ways.includes("google");
  const isCompany = signedInBy !== "code" && signedInBy === connectionId;
  return ways.includes(isCompany ? "company" : "code");
}
