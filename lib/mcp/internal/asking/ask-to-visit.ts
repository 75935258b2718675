import "#server-only";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { UpstreamReply } from "#lib/upstreams/open-session.ts";
import { CODE } from "../protocol.ts";
import { findUndeclared, type Undeclared } from "./find-undeclared.ts";
import { sealState, type StatePlace } from "./seal-state.ts";

const PAGES_MAX = 16;

type Visit = Extract<UpstreamReply, { error: unknown }>;

/** Whether that is an instance's word that a page must be visited first, and the request sent again. */
export function wantsVisit(reply: UpstreamReply): reply is Visit {
  return reply.ok && "error" in reply && reply.error.code === CODE.urlElicitation;
}

/** The first page an instance names that a client with these capabilities is not to be sent to. */
export function findUndeclaredVisit({ error }: Visit, capabilities: JsonObject): Undeclared | null {
  const { data } = error;
  const pages: unknown = isObject(data) ? data["elicitations"] : undefined;
  for (const page of Array.isArray(pages) ? (pages as unknown[]) : []) {
    const params = { ...(isObject(page) ? page : {}), mode: "url" };
    const undeclared = findUndeclared(capabilities, { method: "elicitation/create", params });
    if (undeclared !== null) return undeclared;
  }
  return null;
}

/**
 * The `input_required` that says to a client of 2026-07-28 what an instance of 2025-11-25 says by its error; null when it
 * names no pages, or the client opens none. On its return the request is sent again as it was.
 */
export function askToVisit({ error }: Visit, capabilities: JsonObject, place: StatePlace): string | null {
  const { data } = error;
  const pages: unknown = isObject(data) ? data["elicitations"] : undefined;
  if (!Array.isArray(pages) || pages.length === 0 || pages.length > PAGES_MAX) return null;
  const requests = pages.map((page: unknown) => ({
    method: "elicitation/create",
    params: isObject(page) ? page : {},
  }));
  if (requests.some(({ params }) => params["mode"] !== "url")) return null;
  if (requests.some((request) => findUndeclared(capabilities, request) !== null)) return null;
  return JSON.stringify({
    resultType: "input_required",
    inputRequests: Object.fromEntries(requests.map((request, index) => [`page-${index + 1}`, request])),
    requestState: sealState({ kind: "again", held: "" }, place),
  });
}
