import "#server-only";
import { isDomainError } from "#lib/kernel/errors.ts";
import { log } from "#lib/platform/log/log.ts";
import { guardedFetch } from "#lib/platform/net/guarded-fetch.ts";
import { countUse } from "../count-use.ts";
import { acceptDocument } from "./accept-metadata.ts";

const DOCUMENT_BYTES_MAX = 5 * 1024;
const TIMEOUT_MS = 2_500;
const TOTAL_TIMEOUT_MS = 3_000;
/** Anybody may name an address for us to fetch; what is cached or pinned does not count. */
const LIMIT = { points: 100, durationSeconds: 600 };

/**
 * Fetches a client's metadata document for the provider, through the guard, and hands it on only after our own
 * policy took it. Nothing about the person goes out with the request.
 */
export async function fetchDocument(url: string | URL): Promise<Response> {
  const clientId = url.toString();
  const refused = await countUse("oauth.document", LIMIT);
  if (refused) return new Response(null, refused);
  try {
    const response = await guardedFetch(clientId, {
      headers: { accept: "application/json" },
      timeoutMs: TIMEOUT_MS,
      totalTimeoutMs: TOTAL_TIMEOUT_MS,
      maxBytes: DOCUMENT_BYTES_MAX,
    });
    if (response.status !== 200) {
      response.body.cancel();
      return new Response(null, { status: response.status < 200 ? 502 : response.status });
    }
    const accepted = acceptDocument(clientId, await response.json());
    if (!accepted.ok) {
      log.info({ clientId, reason: accepted.description }, "client metadata document refused");
      return new Response(null, { status: 422 });
    }
    const headers = new Headers({ "content-type": "application/json" });
    const cacheControl = response.headers.get("cache-control");
    if (cacheControl) headers.set("cache-control", cacheControl);
    return new Response(JSON.stringify(accepted.metadata), { status: 200, headers });
  } catch (error) {
    const reason = isDomainError(error) ? error.detail : "unreadable";
    log.info({ clientId, reason }, "client metadata document not fetched");
    throw error;
  }
}
