import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { noteOutcome } from "#lib/activity/note-outcome.ts";
import { recordRequest } from "#lib/activity/record-request.ts";
import { withPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { log } from "#lib/platform/log/log.ts";
import { getProvider } from "./get-provider.ts";
import { answerError, answerJson } from "./internal/answer.ts";
import {
  type MetadataPlace,
  RESOURCE_METADATA_PATH,
  toResourceMetadata,
} from "./internal/resource-metadata.ts";
import { isAddress, toResourceUri } from "./internal/resource-uri.ts";
import { METADATA_PATHS } from "./internal/routes.ts";
import { METADATA_CACHE } from "./internal/serve-request.ts";
import { trustHeaders } from "./internal/trust-headers.ts";
import { isKnownAddress } from "./store.ts";

const CORS = { "access-control-allow-origin": "*" };

/**
 * Answers the authorization server's metadata (RFC 8414 and OpenID discovery, byte-equal), the protected resources'
 * (RFC 9728) and, for whatever else is asked for under those names, a JSON 404. Never throws.
 */
export async function handleMetadataRequest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  await withPeerAddress(req.socket.remoteAddress, () => recordRequest(req, res, () => answer(req, res)));
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  try {
    const [path = ""] = (req.url ?? "").split("?", 1);
    if (req.method === "OPTIONS") return answerPreflight(res);
    if (req.method !== "GET" && req.method !== "HEAD") {
      const headers = { ...CORS, allow: "GET, HEAD, OPTIONS" };
      const description = "Metadata is read with GET.";
      return answerError(res, { status: 405, error: "invalid_request", description, headers });
    }
    await serve(path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path, req, res);
  } catch (error) {
    log.error({ err: error }, "metadata request failed");
    if (res.headersSent) res.destroy();
    else
      answerError(res, {
        status: 503,
        error: "temporarily_unavailable",
        headers: { ...CORS, "retry-after": "2" },
      });
  }
}

async function serve(path: string, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (METADATA_PATHS.some((one) => one === path)) {
    noteOutcome({ stage: "S3" });
    trustHeaders(req.headers);
    req.url = path;
    const provider = await getProvider();
    return await provider.callback()(req, res);
  }
  const place = await findPlace(path);
  noteMetadata(path, place);
  if (place === null) {
    const description = "There is nothing at this address.";
    return answerError(res, { status: 404, error: "not_found", description, headers: CORS });
  }
  const headers = { ...CORS, "cache-control": METADATA_CACHE };
  answerJson(res, { status: 200, body: toResourceMetadata(place), headers });
}

function noteMetadata(path: string, place: MetadataPlace | null): void {
  if (!/oauth-|openid-configuration/.test(path)) return;
  const isResource = path.startsWith(RESOURCE_METADATA_PATH);
  if (place === null) {
    return noteOutcome({
      stage: isResource ? "S2" : "S3",
      reason: isResource ? "metadata_path_unknown" : "server_metadata_path_unknown",
    });
  }
  noteOutcome({ stage: "S2", resource: toResourceUri(place.kind === "tenant" ? place : { kind: "shared" }) });
}

/** Unknown and suspended organisations look the same. */
async function findPlace(path: string): Promise<MetadataPlace | null> {
  if (path === RESOURCE_METADATA_PATH) return { kind: "root" };
  if (!path.startsWith(`${RESOURCE_METADATA_PATH}/api/mcp`)) return null;
  const rest = path.slice(`${RESOURCE_METADATA_PATH}/api/mcp`.length);
  if (rest === "") return { kind: "shared" };
  const address = rest.slice(1);
  if (!rest.startsWith("/") || !isAddress(address) || !(await isKnownAddress(address))) return null;
  return { kind: "tenant", address };
}

function answerPreflight(res: ServerResponse): void {
  res.writeHead(204, {
    ...CORS,
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "authorization, content-type, mcp-protocol-version",
    "access-control-max-age": "3600",
  });
  res.end();
}
