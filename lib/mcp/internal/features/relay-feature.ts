import "#server-only";
import { writeMembers } from "#lib/kernel/json-members.ts";
import { isObject, type JsonObject } from "#lib/kernel/json.ts";
import type { CallContext } from "../call-context.ts";
import type { McpResponse } from "../http.ts";
import { UNKNOWN_PROMPT, UNKNOWN_RESOURCE } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, CODE, type RpcError } from "../protocol.ts";
import { recordRefusedCall } from "../relay/record-relayed.ts";
import { sendRequest } from "../relay/send-request.ts";
import { refuseForScope } from "../tools/refuse-for-scope.ts";
import { exposeUris } from "./expose-uris.ts";
import { findFeatureTarget, type FeatureWanted } from "./find-feature-target.ts";

type Wish = FeatureWanted & {
  /** The request's params under the instance's own name. */
  write: (ownName: string) => string;
};

const READERS = { "prompts/get": readGet, "resources/read": readRead, "completion/complete": readComplete };
export type FeatureMethod = keyof typeof READERS;

/** `prompts/get`, `resources/read`, `completion/complete`: decided now, then relayed to the instance it is of. */
export async function relayFeature(
  context: CallContext,
  message: RpcRequest,
  method: FeatureMethod,
): Promise<McpResponse> {
  const wish = READERS[method](message);
  if (typeof wish === "string") {
    return answerError(200, message.id, { code: CODE.invalidParams, message: wish });
  }
  const target = await findFeatureTarget(context.actor, wish);
  if (!target.ok) recordRefusedCall(context, message, { outcome: "denied", layer: target.layer });
  if (!target.ok && target.layer === "grant") return await refuseForScope(context, target.groups);
  if (!target.ok) return answerError(200, message.id, toUnknown(context.era, wish));
  const { instance, name } = target;
  return await sendRequest(
    context,
    instance,
    { method, params: wish.write(name), message },
    instance.slug === "" ? undefined : (text) => exposeUris(instance, text),
  );
}

function toUnknown(era: "modern" | "legacy", { kind, feature }: FeatureWanted): RpcError {
  if (kind === "prompt") return { code: CODE.invalidParams, message: UNKNOWN_PROMPT };
  const isLegacyRead = era === "legacy" && feature === "resources";
  return { code: isLegacyRead ? CODE.resourceNotFound : CODE.invalidParams, message: UNKNOWN_RESOURCE };
}

function readGet(message: RpcRequest): Wish | string {
  const { name, arguments: given } = message.params;
  if (typeof name !== "string" || (given !== undefined && !isObject(given))) {
    return "prompts/get takes a name, and arguments that are an object.";
  }
  return { feature: "prompts", kind: "prompt", name, write: (own) => rename(message, "name", own) };
}

function readRead(message: RpcRequest): Wish | string {
  const { uri } = message.params;
  if (typeof uri !== "string") return "resources/read takes the uri of a resource.";
  return { feature: "resources", kind: "uri", name: uri, write: (own) => rename(message, "uri", own) };
}

function readComplete(message: RpcRequest): Wish | string {
  const { ref, argument } = message.params;
  const wanted = isObject(ref) ? findReference(ref) : null;
  if (wanted === null || !isObject(argument) || typeof argument["value"] !== "string") {
    return "completion/complete takes a ref to a prompt or a resource, and an argument with a name and a value.";
  }
  const { kind, member } = wanted;
  const write = (own: string) =>
    own === wanted.name
      ? rename(message, null, own)
      : replace(message, "ref", JSON.stringify({ ...(ref as JsonObject), [member]: own }));
  return { feature: "completions", kind, name: wanted.name, write };
}

function findReference(ref: JsonObject): { kind: "prompt" | "uri"; member: string; name: string } | null {
  const { type, name, uri } = ref;
  if (type === "ref/prompt" && typeof name === "string") return { kind: "prompt", member: "name", name };
  return type === "ref/resource" && typeof uri === "string"
    ? { kind: "uri", member: "uri", name: uri }
    : null;
}

function rename(message: RpcRequest, member: "name" | "uri" | null, own: string): string {
  return replace(message, member, JSON.stringify(own));
}

/** As it came but for that member; `_meta` goes its own way. */
function replace({ members }: RpcRequest, member: string | null, text: string): string {
  return writeMembers(
    [...members]
      .filter(([name]) => name !== "_meta")
      .map(([name, value]) => [name, name === member ? text : value] as const),
  );
}
