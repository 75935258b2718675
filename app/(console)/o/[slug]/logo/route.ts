import { findSession } from "#lib/identity/find-session.ts";
import type { PersonActor } from "#lib/kernel/actor.ts";
import { findOwnLogo } from "#lib/tenants/find-own-logo.ts";
import { LOGO_BYTES_MAX } from "#lib/tenants/policy.ts";
import { resolveMemberActor } from "#lib/tenants/resolve-member-actor.ts";
import { type LogoProblem, setLogo } from "#lib/tenants/set-logo.ts";
import { readBody } from "../../../../_http/read-body.ts";
import { reportError } from "../../../../_http/report-error.ts";
import { isSameOrigin } from "../../../../_http/require-same-origin.ts";
import { seeOther } from "../../../../_http/see-other.ts";
import { toProblemResponse } from "../../../../_http/to-problem-response.ts";

type Context = { params: Promise<{ slug: string }> };

/** A form of one file has little around it: a boundary, and the file's name and type. */
const AROUND_BYTES_MAX = 4096;

/**
 * An organisation's logo, the one with the hash in `v`, for its members alone. Everybody else, signed in or not, gets the
 * one answer there is for an organisation or a logo that does not exist.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  try {
    const { slug } = await params;
    const hash = new URL(request.url).searchParams.get("v") ?? "";
    const person = await findPerson(request);
    const image = person && (await findOwnLogo(person, { slug, hash }));
    if (!image) return new Response(null, { status: 404, headers: { "cache-control": "private, no-store" } });
    return new Response(image, {
      headers: {
        "content-type": "image/png",
        "content-length": String(image.length),
        // A page shows it all the same; opened by itself it is a file to save.
        "content-disposition": 'attachment; filename="logo.png"',
        "cache-control": "private, max-age=604800, immutable",
        vary: "cookie",
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    return toProblemResponse(error);
  }
}

/** A new logo from the general settings: leads back there, with what was wrong with the file. */
export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { slug } = await params;
  const page = `/o/${encodeURIComponent(slug)}/settings/general`;
  try {
    const person = isSameOrigin(request) ? await findPerson(request) : null;
    if (!person) return seeOther(page);
    const actor = await resolveMemberActor(person, slug);
    const read = await readFile(request);
    const outcome = read.ok ? await setLogo(actor, { image: read.image }) : read;
    return seeOther(outcome.ok ? `${page}?done=logo` : `${page}?refused=${outcome.problem}`);
  } catch (error) {
    return seeOther(`${page}?problem=${reportError(error).code}`);
  }
}

async function findPerson(request: Request): Promise<PersonActor | null> {
  return (await findSession(request.headers.get("cookie")))?.actor ?? null;
}

type ReadFile = { ok: true; image: Uint8Array } | { ok: false; problem: LogoProblem | "missing" };

async function readFile(request: Request): Promise<ReadFile> {
  const body = await readBody(request, LOGO_BYTES_MAX + AROUND_BYTES_MAX);
  if (body === null) return { ok: false, problem: "bytes" };
  const headers = { "content-type": request.headers.get("content-type") ?? "" };
  const form = await new Response(Buffer.from(body), { headers }).formData().catch(() => null);
  const file = form?.get("logo");
  if (!(file instanceof File) || file.size === 0) return { ok: false, problem: "missing" };
  return { ok: true, image: await file.bytes() };
}
