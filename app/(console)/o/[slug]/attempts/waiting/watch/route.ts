import { watchAttempts } from "#lib/activity/watch-attempts.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { currentPerson } from "../../../../../../_http/current-person.ts";
import { toProblemResponse } from "../../../../../../_http/to-problem-response.ts";
import { readSince, toWatched } from "../../watched.ts";

type Context = { params: Promise<{ slug: string }> };

/** What the waiting page asks every two seconds: attempts that may be one's own, since it was opened. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const person = await currentPerson();
    if (!person) throw new DomainError("unauthenticated", "You are signed out. Sign in again to go on.");
    const actor = await resolveMemberActor(person, (await params).slug);
    const since = readSince(new URL(request.url).searchParams.get("since"));
    const attempts = await watchAttempts(actor, { since });
    return Response.json(attempts.map(toWatched), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return toProblemResponse(error);
  }
}
