import "#server-only";
import type { JsonObject } from "#lib/kernel/json.ts";

const KEEP_ALIVE_MS = 15_000;
/** What may wait for a slow reader before whoever writes is asked to wait. */
const WAITING_BYTES_MAX = 65_536;
const LINE_END = /\r\n|\n|\r/g;
const encoder = new TextEncoder();
const KEEP_ALIVE = encoder.encode(": keepalive\n\n");

export type EventStream = {
  body: ReadableStream<Uint8Array>;
  send: (message: JsonObject) => void;
  /** Sends one message given as JSON text. */
  sendText: (message: string) => void;
  /** A promise while the reader is behind; it resolves once there is room, or no reader any more. */
  readonly room: Promise<void> | undefined;
  /** Says under which id the stream may be asked for again, and after how long; an event without data. */
  prime: (id: string, retryMs: number) => void;
  end: () => void;
};

/** A stream of JSON-RPC messages with a sign of life every 15 s. `onClose` runs once, however it ends. */
export function openEventStream(onClose: () => void): EventStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let room: PromiseWithResolvers<void> | undefined;
  const hasRoom = () => (controller?.desiredSize ?? 1) > 0;
  const giveRoom = () => {
    room?.resolve();
    room = undefined;
  };
  const timer = setInterval(() => {
    if (hasRoom()) controller?.enqueue(KEEP_ALIVE);
  }, KEEP_ALIVE_MS).unref();
  const finish = () => {
    if (controller === undefined) return;
    controller = undefined;
    clearInterval(timer);
    giveRoom();
    onClose();
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start(opened) {
        controller = opened;
      },
      pull() {
        if (hasRoom()) giveRoom();
      },
      cancel: finish,
    },
    { highWaterMark: WAITING_BYTES_MAX, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  const sendText = (message: string) => {
    controller?.enqueue(encoder.encode(`event: message\ndata: ${message.replace(LINE_END, "\ndata: ")}\n\n`));
  };
  return {
    body,
    send: (message) => sendText(JSON.stringify(message)),
    sendText,
    get room() {
      if (hasRoom()) return undefined;
      room ??= Promise.withResolvers<void>();
      return room.promise;
    },
    prime: (id, retryMs) => controller?.enqueue(encoder.encode(`id: ${id}\nretry: ${retryMs}\ndata: \n\n`)),
    end: () => {
      controller?.close();
      finish();
    },
  };
}
