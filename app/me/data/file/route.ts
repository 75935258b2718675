import { Readable } from "node:stream";
import { findSession } from "#lib/identity/find-session.ts";
import { exportAccount } from "#lib/operations/export-account.ts";
import { reportError } from "../../../_http/report-error.ts";
import { isSameOrigin } from "../../../_http/require-same-origin.ts";
import { seeOther } from "../../../_http/see-other.ts";

const PAGE = "/me/data";

/** Everything held about whoever is signed in, as a file; anybody else signs in first. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request)) return seeOther(PAGE);
  try {
    const session = await findSession(request.headers.get("cookie"));
    if (session === null) return seeOther(`/sign-in?next=${encodeURIComponent(PAGE)}`);
    const pieces = await exportAccount(session.actor);
    return new Response(Readable.toWeb(Readable.from(pieces)) as ReadableStream<Uint8Array>, {
      headers: {
        "content-type": "application/json; charset=utf-8",
        "content-disposition": `attachment; filename="my-data-${new Date().toISOString().slice(0, 10)}.json"`,
        "cache-control": "private, no-store",
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
      },
    });
  } catch (error) {
    const { code } = reportError(error);
    return seeOther(`${PAGE}?copy=${code}`);
  }
}
