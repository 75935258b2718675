import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";
import type { Listening, ListenOptions } from "#lib/upstreams/open-session.ts";
import { exposeName } from "../features/expose-name.ts";
import { renameResource } from "../listening/follow-resources.ts";
import { keepListening } from "../listening/keep-listening.ts";
import { isAtLeast, LOG_LEVELS } from "../relay/relay-notification.ts";
import type { OwnLink } from "./own-links.ts";

/** What an instance says unasked over a session's own upstream session, and where it goes. */
export type LinkListener = {
  /** Null where it set none: then all is told. */
  logLevel: () => string | null;
  notify: (method: string, paramsText: string) => void;
  questions: {
    onRequest: NonNullable<ListenOptions["onRequest"]>;
    onNotification: (method: string, params: JsonObject, paramsText: string) => boolean;
  };
};

export type ListenedLink = {
  link: OwnLink;
  /** Once known: whether the stream says what it is for, so that other URIs need another stream. */
  isModern: boolean;
  /** Resolves when the stream is open, or could not be opened at first. */
  ready: Promise<void>;
  stop: () => void;
};

const UPDATED = "notifications/resources/updated";
const NOT_OFFERED = 405;
const MESSAGE = "notifications/message";
/** Changed lists are told to everybody who sees them; progress and the rest belong to requests. */
const ELSEWHERE = new Set([
  "notifications/initialized",
  "notifications/progress",
  "notifications/roots/list_changed",
  "notifications/tools/list_changed",
  "notifications/prompts/list_changed",
  "notifications/resources/list_changed",
]);

/** Listens to one instance on behalf of one session until stopped: the one upstream stream that session has. */
export function listenOwnLink(link: OwnLink, listener: LinkListener): ListenedLink {
  const stop = new AbortController();
  const { promise: ready, resolve: onTried } = Promise.withResolvers<void>();
  const listened: ListenedLink = { link, isModern: false, ready, stop: () => stop.abort() };
  const { onRequest } = listener.questions;
  const onNotification: ListenOptions["onNotification"] = (method, params, paramsText) =>
    hear(listened, listener, { method, params, paramsText });
  const listen = async (signal: AbortSignal): Promise<Listening | { ok: true; ended: null }> => {
    const opened = await listened.link.lease.session(signal);
    if (!opened.ok) return opened;
    listened.isModern = opened.session.era === "modern";
    const wanted = toWanted(listened);
    const listening = await listened.link.lease.listen({ signal, onNotification, onRequest }, () => wanted);
    if (!listening.ok && listening.status === NOT_OFFERED) return { ok: true, ended: null };
    if (listening.ok && hasMissed) onGap();
    hasMissed = !listening.ok;
    return listening;
  };
  const open = (signal: AbortSignal) => listen(signal).finally(onTried);
  // Somebody who listened while a call ran keeps it from us for a moment: what was said meanwhile may be a change.
  let hasMissed = false;
  const onGap = () => {
    for (const uri of listened.link.uris) {
      hear(listened, listener, { method: UPDATED, params: { uri }, paramsText: JSON.stringify({ uri }) });
    }
  };
  void keepListening({ signal: stop.signal, open, onGap });
  return listened;
}

/** In 2026-07-28 nobody listens for nothing. */
function toWanted({ isModern, link: { uris } }: ListenedLink): JsonObject | null {
  if (!isModern) return {};
  return uris.length === 0 ? null : { resourceSubscriptions: [...uris] };
}

function hear(
  { link: { instance } }: ListenedLink,
  { logLevel, notify, questions }: LinkListener,
  { method, params, paramsText }: { method: string; params: JsonObject; paramsText: string },
): void {
  if (ELSEWHERE.has(method) || questions.onNotification(method, params, paramsText)) return;
  if (method === MESSAGE && !isAtLeast(params["level"], logLevel() ?? LOG_LEVELS[0])) return;
  if (method !== UPDATED) return notify(method, paramsText);
  const { uri } = params;
  if (typeof uri !== "string" || !instance.features.includes("resources")) return;
  const isRenamed = instance.slug !== "";
  notify(method, isRenamed ? renameResource(paramsText, exposeName(instance, "uri", uri)) : paramsText);
}
