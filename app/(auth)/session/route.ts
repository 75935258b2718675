import { extendSession } from "#lib/identity/extend-session.ts";
import { findSession, type Session } from "#lib/identity/find-session.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { describeEnd } from "../../_http/describe-end.ts";
import { isSameOrigin } from "../../_http/require-same-origin.ts";
import { toProblemResponse } from "../../_http/to-problem-response.ts";
import { toForeignForm } from "../sign-in/to-problem.ts";

/** Until when this browser is signed in: another page of it may have asked for more time, or signed out. */
export async function GET(request: Request): Promise<Response> {
  try {
    return await tellEnd(await findSession(request.headers.get("cookie")));
  } catch (error) {
    return toProblemResponse(error);
  }
}

/** Keeps this browser signed in for longer where that is due, and tells until when it is. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return toProblemResponse(toForeignForm());
  try {
    const extended = await extendSession(request.headers.get("cookie"));
    return await tellEnd(extended?.session ?? null, extended?.setCookie);
  } catch (error) {
    return toProblemResponse(error);
  }
}

async function tellEnd(session: Session | null, setCookie?: string): Promise<Response> {
  if (!session) return toProblemResponse(new DomainError("unauthenticated", "Sign in first."));
  const headers = new Headers({ "cache-control": "no-store" });
  if (setCookie !== undefined) headers.set("set-cookie", setCookie);
  return Response.json(await describeEnd(session), { headers });
}
