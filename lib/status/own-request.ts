import "#server-only";
import { randomUUID } from "node:crypto";
import { once } from "#lib/platform/registry/once.ts";

const HEADER = "x-connect-look";

/** What a request of this process to itself carries. Nobody else knows the value, and it changes with every start. */
export function ownHeaders(): Record<string, string> {
  return { [HEADER]: ownMark() };
}

/** Whether a request is this process's own look at itself, of which nothing is to be written down. */
export function isOwnRequest(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  return headers[HEADER] === ownMark();
}

function ownMark(): string {
  return once("status.mark", () => randomUUID());
}
