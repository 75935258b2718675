import type { McpResponse } from "#lib/mcp/handle-request.ts";

type Streamed = Exclude<McpResponse["body"], string | null>;

/**
 * The same body as the web platform has it: over when the client leaves, and what waits for a slow reader waits in its
 * queue.
 */
export function toReadable(body: Streamed, client: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const over = new AbortController();
  const leave = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    body.cancel();
    controller.close();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        client.addEventListener("abort", () => leave(controller), { once: true, signal: over.signal });
        body.open({
          write(text) {
            controller.enqueue(encoder.encode(text));
            return (controller.desiredSize ?? 0) > 0;
          },
          end() {
            over.abort();
            controller.close();
          },
        });
        if (client.aborted && !over.signal.aborted) leave(controller);
      },
      pull: () => body.resume(),
      cancel() {
        over.abort();
        body.cancel();
      },
    },
    { highWaterMark: 65_536, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}
