import "#server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { getProvider } from "../../get-provider.ts";
import { answerError } from "../answer.ts";
import { countUse } from "../count-use.ts";
import { readBody, withBody } from "../read-body.ts";
import { acceptRegistration } from "./accept-metadata.ts";

const BODY_BYTES_MAX = 16 * 1024;
/** Some hosts register at every start, and many people share an office's address. */
const LIMIT = { points: 200, durationSeconds: 600 };

/** Dynamic client registration (RFC 7591) behind our own policy. Open to any origin: it hands out nothing secret. */
export async function registerClient(req: IncomingMessage, res: ServerResponse): Promise<void> {
  res.setHeader("access-control-allow-origin", "*");
  const refused = await countUse("oauth.register", LIMIT);
  if (refused) return answerError(res, { ...refused, error: "temporarily_unavailable" });
  const body = await readBody(req, BODY_BYTES_MAX);
  if (body === null) {
    return answerError(res, {
      status: 413,
      error: "invalid_client_metadata",
      description: "The registration is larger than 16 KiB.",
    });
  }
  const accepted = acceptRegistration(parseJson(req, body));
  if (!accepted.ok) return answerError(res, { status: 400, ...accepted });
  const request = withBody(req, JSON.stringify(accepted.metadata));
  const provider = await getProvider();
  await provider.callback()(request, res);
}

function parseJson(req: IncomingMessage, body: Buffer): unknown {
  if (!/^application\/json(?:\s*;|$)/i.test(req.headers["content-type"] ?? "")) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
