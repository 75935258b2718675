import "#server-only";
import { decideFeatures } from "#lib/access/decide-feature.ts";
import { readMembers, writeMembers } from "#lib/kernel/json-members.ts";
import type { CallContext } from "../call-context.ts";
import { type EventStream, openEventStream } from "../event-stream.ts";
import { toCapabilities } from "../features/list-features.ts";
import { holdAccess } from "../hold-access.ts";
import { answerStream, type McpResponse } from "../http.ts";
import { takePlace, toHolder } from "../limits/take-place.ts";
import { TOO_MANY_STREAMS } from "../messages.ts";
import type { RpcRequest } from "../parse-message.ts";
import { answerError, CODE, META, SERVER_INFO, writeNotification } from "../protocol.ts";
import { endOnDrain } from "./end-on-drain.ts";
import { holdListener } from "./hold-listener.ts";
import type { ViewKind } from "./read-view.ts";
import { readWishes } from "./read-wishes.ts";
import { type Notice, NoticeSender } from "./send-notices.ts";
import { ResourceWatch } from "./watch-resources.ts";

/**
 * `subscriptions/listen` (MCP 2026-07-28): acknowledged first with exactly what is granted of what was asked, then told of
 * that and nothing else, until the client closes it, we drain or the connection ends.
 */
export async function listen(context: CallContext, message: RpcRequest): Promise<McpResponse> {
  const { actor, since } = context;
  const wishes = readWishes(message.params["notifications"]);
  if (typeof wishes === "string") {
    return answerError(200, message.id, { code: CODE.invalidParams, message: wishes });
  }
  const access = await decideFeatures(actor);
  const free = takePlace("stream", toHolder(actor));
  if (free === null) return answerError(200, message.id, { code: CODE.internal, message: TOO_MANY_STREAMS });
  const { stream, sender, onEnd } = openStream(context, JSON.stringify(message.id));
  onEnd(free);
  const notify = sender.send;
  const { tools, prompts, resources } = toCapabilities(access);
  const kinds = wishes.kinds.filter((kind) => ({ tools, prompts, resources })[kind] !== undefined);
  if (kinds.length > 0) onEnd(await holdListener({ actor, kinds, notify }, since));
  const watch = new ResourceWatch(actor, notify);
  onEnd(() => watch.stop());
  await watch.begin(access, wishes.uris, since);
  stream.sendText(writeAcknowledgement(JSON.stringify(message.id), kinds, watch.granted));
  sender.begin();
  return answerStream(stream.body);
}

type OpenStream = { stream: EventStream; sender: NoticeSender; onEnd: (end: () => void) => void };

/**
 * The stream, ended with its connection and this process (the door ends it with its client), and what is to end with it.
 * It is held for hours by the thousand: of the request it keeps the id alone.
 */
function openStream({ request: { draining }, actor, since }: CallContext, idText: string): OpenStream {
  let ends: (() => void)[] | undefined = [];
  const stream = openEventStream(() => {
    const all = ends ?? [];
    ends = undefined;
    for (const end of all) end();
  });
  const onEnd = (end: () => void) => (ends === undefined ? end() : void ends.push(end));
  const finish = () => {
    stream.sendText(writeEnd(idText));
    stream.end();
  };
  onEnd(holdAccess(actor, since, stream.end));
  onEnd(endOnDrain(draining, finish));
  return { stream, sender: new NoticeSender(stream, (notice) => writeNotice(idText, notice)), onEnd };
}

function writeAcknowledgement(idText: string, kinds: readonly ViewKind[], uris: readonly string[]): string {
  const granted = kinds.map((kind) => [`${kind}ListChanged`, true] as const);
  const resources = uris.length > 0 ? { resourceSubscriptions: uris } : {};
  const paramsText = JSON.stringify({ notifications: { ...Object.fromEntries(granted), ...resources } });
  return writeNotice(idText, { method: "notifications/subscriptions/acknowledged", paramsText });
}

/** Every message says which stream it is of (MCP 2026-07-28, subscriptions). */
function writeNotice(idText: string, { method, paramsText }: Notice): string {
  const members = new Map(readMembers(paramsText) ?? []);
  const meta = new Map(readMembers(members.get("_meta") ?? "{}") ?? []);
  members.set("_meta", writeMembers(meta.set(META.subscriptionId, idText)));
  return writeNotification(method, writeMembers(members));
}

function writeEnd(idText: string): string {
  const meta = `{"${META.subscriptionId}":${idText},"${META.serverInfo}":${JSON.stringify(SERVER_INFO)}}`;
  return `{"jsonrpc":"2.0","id":${idText},"result":{"resultType":"complete","_meta":${meta}}}`;
}
