import { handleMcpRequest } from "#lib/mcp/handle-request.ts";
import { readBody } from "../../../_http/read-body.ts";
import { toReadable } from "../to-readable.ts";

async function answer(request: Request): Promise<Response> {
  const { status, headers, body } = await handleMcpRequest({
    method: request.method,
    path: new URL(request.url).pathname,
    headers: Object.fromEntries(request.headers),
    readBody: (bytesMax) => readBody(request, bytesMax),
    signal: request.signal,
  });
  return new Response(body === null || typeof body === "string" ? body : toReadable(body, request.signal), {
    status,
    headers,
  });
}

export const dynamic = "force-dynamic";
export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };
