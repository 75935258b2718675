import type { MemberActor } from "#lib/kernel/actor.ts";
import { isDomainError } from "#lib/kernel/errors.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { checkUpstream } from "#lib/upstreams/check-upstream.ts";
import { currentPerson } from "../../../../../../_http/current-person.ts";
import { readForm } from "../../../../../../_http/read-form.ts";
import { reportError } from "../../../../../../_http/report-error.ts";
import { isSameOrigin } from "../../../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../../../_http/see-other.ts";

type Context = { params: Promise<{ slug: string; id: string }> };

const SIGNED_OUT = "You are signed out by now. Sign in again, then run the test.";

/**
 * Tests a stored instance. To our script a stream of rows, each when it is known; to a plain form the page it came from,
 * once all is known and stored.
 */
export async function POST(request: Request, context: Context): Promise<Response> {
  const { slug, id } = await context.params;
  const form = isSameOrigin(request) ? await readForm(request) : null;
  if (!form) return new Response(null, { status: 403 });
  const isStream = request.headers.get("accept") === "application/x-ndjson";
  const base = `/o/${encodeURIComponent(slug)}/instances/${encodeURIComponent(id)}`;
  const back = form.get("back")?.startsWith(base) ? (form.get("back") ?? base) : base;
  const actor = await findActor(slug);
  if (!actor) return isStream ? stream((say) => say({ problem: SIGNED_OUT })) : seeOther(back);
  const input = { id, confirmSystem: form.get("confirmSystem") === "on" };
  if (isStream) {
    return stream(async (say) => {
      try {
        await checkUpstream(actor, input, (row) => say({ row }));
      } catch (error) {
        say({ problem: reportError(error).publicMessage });
      }
    });
  }
  try {
    await checkUpstream(actor, input);
    return seeOther(back);
  } catch (error) {
    return seeOther(`${back}${back.includes("?") ? "&" : "?"}problem=${reportError(error).code}`);
  }
}

async function findActor(slug: string): Promise<MemberActor | null> {
  const person = await currentPerson();
  if (!person) return null;
  try {
    return await resolveMemberActor(person, slug);
  } catch (error) {
    if (isDomainError(error, "not_found")) return null;
    throw error;
  }
}

type Say = (line: object) => void;

/** Whoever stops reading does not stop the test: what it finds is kept all the same. */
function stream(run: (say: Say) => Promise<void> | void): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let isOpen = true;
      await run((line) => {
        if (!isOpen) return;
        try {
          controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
        } catch {
          isOpen = false;
        }
      });
      if (isOpen) controller.close();
    },
  });
  const headers = { "content-type": "application/x-ndjson", "cache-control": "no-store" };
  return new Response(body, { headers });
}
