import { Readable } from "node:stream";
import { fetchExport } from "#lib/exports/fetch-export.ts";
import { openExport } from "#lib/exports/open-export.ts";
import { findSession } from "#lib/identity/find-session.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { reportError } from "../../../../../../_http/report-error.ts";
import { isSameOrigin } from "../../../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../../../_http/see-other.ts";

type Context = { params: Promise<{ slug: string; id: string }> };

/** Whoever may fetch the file is led to it with a key of ten minutes; anybody else back to the list, which says why. */
export async function POST(request: Request, context: Context): Promise<Response> {
  if (!isSameOrigin(request)) return seeOther(toPage((await context.params).slug));
  return await answer(request, context, async (actor, { id, page }) => {
    const { key } = await openExport(actor, { id });
    return seeOther(`${page}/${id}/file?key=${key}`);
  });
}

/** The file, for who asked for it, with a key that is not over. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const key = new URL(request.url).searchParams.get("key") ?? "";
  return await answer(request, context, async (actor, { id }) => {
    const { name, type, bytes, pieces } = await fetchExport(actor, { id, key });
    return new Response(Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": type,
        "content-length": String(bytes),
        "content-disposition": `attachment; filename="${name}"`,
        "cache-control": "private, no-store",
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
      },
    });
  });
}

type Place = { id: string; page: string };

async function answer(
  request: Request,
  { params }: Context,
  respond: (actor: MemberActor, place: Place) => Promise<Response>,
): Promise<Response> {
  const { slug, id } = await params;
  const page = toPage(slug);
  try {
    const session = await findSession(request.headers.get("cookie"));
    if (session === null) return seeOther(`/sign-in?next=${encodeURIComponent(page)}`);
    return await respond(await resolveMemberActor(session.actor, slug), { id, page });
  } catch (error) {
    return seeOther(`${page}?problem=${reportError(error).code}`);
  }
}

function toPage(slug: string): string {
  return `/o/${encodeURIComponent(slug)}/exports`;
}
