import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";

const KEEP_ALIVE_MS = 15_000;
const encoder = new TextEncoder();
const KEEP_ALIVE = encoder.encode(": keepalive\n\n");

export type EventStream = {
  body: ReadableStream<Uint8Array>;
  send: (message: JsonObject) => void;
  end: () => void;
};

/** A stream of JSON-RPC messages with a sign of life every 15 s. `onClose` runs once, however it ends. */
export function openEventStream(onClose: () => void): EventStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const timer = setInterval(() => controller?.enqueue(KEEP_ALIVE), KEEP_ALIVE_MS).unref();
  const finish = () => {
    if (controller === undefined) return;
    controller = undefined;
    clearInterval(timer);
    onClose();
  };
  const body = new ReadableStream<Uint8Array>({
    start(opened) {
      controller = opened;
    },
    cancel: finish,
  });
  return {
    body,
    send: (message) =>
      controller?.enqueue(encoder.encode(`event: message\ndata: ${JSON.stringify(message)}\n\n`)),
    end: () => {
      controller?.close();
      finish();
    },
  };
}
