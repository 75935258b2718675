import "#server-only";
import { isAcceptedOrigin } from "../check-origin.ts";
import { answerNothing, type McpRequest, type McpResponse, readHeader } from "./http.ts";
import { answerError, CODE } from "./protocol.ts";
import { readAccept } from "./read-accept.ts";
import { isAboutSession } from "./sessions/answer-session.ts";

const ALL_METHODS = "POST, GET, DELETE, OPTIONS";

/**
 * What is wrong with a request before its body is read, in this order: a page of another site, a method we do not have,
 * a body we would not read. Null when nothing is. (OPTIONS is answered here: a preflight never comes this far.)
 */
export function findHttpRefusal(request: McpRequest): McpResponse | null {
  const origin = readHeader(request, "origin");
  if (origin !== undefined && !isAcceptedOrigin(origin)) {
    return answerError(403, null, {
      code: CODE.invalidRequest,
      message: "Requests from this origin are not accepted.",
    });
  }
  if (isAboutSession(request)) return findStreamRefusal(request);
  if (request.method === "OPTIONS") return answerNothing(204, { allow: ALL_METHODS });
  // Without a session there is nothing to listen to or to end.
  if (request.method !== "POST") return answerNothing(405, { allow: "POST" });
  const encoding = readHeader(request, "content-encoding")?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== "identity") {
    return answerError(415, null, {
      code: CODE.invalidRequest,
      message: "Send the body without content encoding.",
    });
  }
  const type = readHeader(request, "content-type")?.split(";", 1)[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    return answerError(415, null, {
      code: CODE.invalidRequest,
      message: "Send the body as application/json.",
    });
  }
  return null;
}

function findStreamRefusal(request: McpRequest): McpResponse | null {
  if (request.method !== "GET" || readAccept(request).stream) return null;
  return answerError(406, null, {
    code: CODE.invalidRequest,
    message: "This answers with an event stream: accept text/event-stream.",
  });
}
