import "#server-only";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { UpstreamFailure } from "#lib/upstreams/open-session.ts";
import { mapResult, toToolError } from "../../map-result.ts";
import type { Exchanged, Refused } from "../asking/exchange.ts";
import type { CallContext } from "../call-context.ts";
import {
  explainBusy,
  explainFailure,
  explainMissingKey,
  explainRefusedOwnKey,
  explainUpstreamError,
} from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { CODE } from "../protocol.ts";
import { type RelayedError, writeError } from "./map-error.ts";
import { writeReply } from "./map-reply.ts";
import type { Mapping, RelayTarget } from "./send-request.ts";

export type Written = { message: string; status: number };
type Asked = { context: CallContext; target: RelayTarget; message: RpcRequest };

const UPSTREAM_TEXT_MAX = 4_000;
/** JSON-RPC keeps these for itself and its servers: what an instance stumbles over, not what it has to say. */
const RESERVED = { from: -32768, to: -32000 };
const SAID = new Set<number>([CODE.missingCapability, CODE.urlElicitation]);

/** The answer to a request for its client's revision: the result as it came, or why there is none. */
export function writeAnswer(asked: Asked, reply: Exchanged | null, mapping?: Mapping): Written {
  const { context, target, message } = asked;
  if (reply === null) return refuseInWords(asked, explainNoKey(target));
  if ("refused" in reply) return writeRefused(asked, reply);
  if (!reply.ok) return refuseInWords(asked, explain(target, reply));
  if ("error" in reply) return writeUpstreamError(asked, reply.error);
  const { result, text } = reply;
  const relayed = { result, text: mapping?.(text) ?? text };
  return { message: writeReply(context.era, message.idText, message.method, relayed), status: 200 };
}

/** What stands in the way is neither the instance nor its answer. */
function writeRefused(asked: Asked, { refused }: Refused): Written {
  if (typeof refused === "string") return refuseInWords(asked, refused);
  return writeError(asked.context.era, asked.message.idText, refused);
}

/** A sentence of ours in place of a result: a tool error where a model reads it, a JSON-RPC error elsewhere. */
export function refuseInWords({ context: { era }, message }: Omit<Asked, "target">, text: string): Written {
  if (message.method !== "tools/call") {
    return writeError("legacy", message.idText, { code: CODE.internal, message: text });
  }
  return { message: JSON.stringify(mapResult(era, message.id, toToolError(text))), status: 200 };
}

/** What is wrong with a tool's arguments is for the model to read and to correct (MCP 2025-11-25, tools, error handling). */
function writeUpstreamError(asked: Asked, error: RelayedError): Written {
  const { context, target, message } = asked;
  const { code } = error;
  const isSaid = code < RESERVED.from || code > RESERVED.to || SAID.has(code);
  if (message.method !== "tools/call" || isSaid) return writeError(context.era, message.idText, error);
  if (code === CODE.invalidParams) return refuseInWords(asked, error.message.slice(0, UPSTREAM_TEXT_MAX));
  return refuseInWords(asked, explainUpstreamError(target.upstreamName, code === CODE.methodNotFound));
}

function explainNoKey({ upstreamName, lacksKey }: RelayTarget): string {
  return explainMissingKey(upstreamName, lacksKey ?? "shared", getConfig().publicUrl);
}

function explain({ upstreamName, problemSince, key }: RelayTarget, failure: UpstreamFailure): string {
  const { reason, net } = failure;
  if (reason === "refused_key" && key?.isOwn) {
    return explainRefusedOwnKey(upstreamName, getConfig().publicUrl);
  }
  if (reason === "aborted") return "The call was cancelled.";
  if (reason === "busy") return explainBusy();
  return explainFailure({
    instance: upstreamName,
    reason: net === "too_large" ? net : reason,
    since: problemSince ?? failure.since ?? new Date(),
    isMaybeDone: mayHaveRun(failure),
  });
}

function mayHaveRun({ reason, isUnsent }: UpstreamFailure): boolean {
  return isUnsent !== true && reason !== "refused_key" && reason !== "session_gone";
}
