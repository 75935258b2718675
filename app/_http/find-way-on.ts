import "#server-only";
import { headers } from "next/headers";
import { findWaitingRequest } from "#lib/oauth/find-waiting-request.ts";

/** Where somebody who joined an organisation goes: on with the app that waits in this browser, else to `path`. */
export async function findWayOn(path: string): Promise<string> {
  const waiting = await findWaitingRequest((await headers()).get("cookie"));
  return waiting ? `/connect/${waiting.uid}` : path;
}
