import "#server-only";
import { log } from "#lib/platform/log/log.ts";
import type { CallContext } from "../call-context.ts";
import type { EventStream } from "../event-stream.ts";
import { listFeatures } from "../features/list-features.ts";
import { holdListener } from "./hold-listener.ts";
import { VIEW_KINDS } from "./read-view.ts";
import { NoticeSender } from "./send-notices.ts";

/**
 * Tells the stream of a session of the older revisions when a list of what is declared changes for its connection. Returns
 * what stops it.
 */
export function tellChanges(
  { actor, since }: Pick<CallContext, "actor" | "since">,
  stream: Pick<EventStream, "sendText" | "room">,
): () => void {
  const sender = new NoticeSender(
    stream,
    ({ method, paramsText }) =>
      `{"jsonrpc":"2.0","method":${JSON.stringify(method)}${paramsText === "{}" ? "" : `,"params":${paramsText}`}}`,
  );
  sender.begin();
  let stop: (() => void) | undefined;
  let isOver = false;
  const start = async () => {
    const declared = await listFeatures(actor);
    const kinds = VIEW_KINDS.filter((kind) => declared[kind] !== undefined);
    stop = await holdListener({ actor, kinds, notify: sender.send }, since);
    if (isOver) stop();
  };
  start().catch((error: unknown) => log.warn({ err: error }, "a session's stream is not told of changes"));
  return () => {
    isOver = true;
    stop?.();
  };
}
