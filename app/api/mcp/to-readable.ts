import type { McpResponse } from "#lib/mcp/handle-request.ts";

type Streamed = Exclude<McpResponse["body"], string | null>;

/** The same body as the web platform has it: what waits for a slow reader waits in its queue. */
export function toReadable(body: Streamed): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        body.open({
          write(text) {
            controller.enqueue(encoder.encode(text));
            return (controller.desiredSize ?? 0) > 0;
          },
          end: () => controller.close(),
        });
      },
      pull: () => body.resume(),
      cancel: () => body.cancel(),
    },
    { highWaterMark: 65_536, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}
