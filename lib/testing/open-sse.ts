export type SseEvent = { id?: string; retry?: number; data: string };

export type Sse = {
  /** The next event, comments left out. Rejects when the stream ends before. */
  next: () => Promise<SseEvent>;
  /** The next event that is a JSON-RPC message of that method. */
  nextOf: (method: string) => Promise<{ params: Record<string, unknown>; id?: string | number }>;
  /** What is left until the stream ends. */
  rest: () => Promise<SseEvent[]>;
  close: () => void;
};

/** The stream of a session of the older MCP revisions, as a client reads it. */
export async function openSse(url: string, token: string, handle: string): Promise<Sse> {
  const leaving = new AbortController();
  const response = await fetch(`${url}/api/mcp`, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: "text/event-stream",
      "mcp-session-id": handle,
      "mcp-protocol-version": "2025-11-25",
    },
    signal: leaving.signal,
  });
  if (response.status !== 200 || response.body === null) throw new Error(`stream: ${response.status}`);
  // Taken at once: a body nobody reads is cancelled when its response is collected.
  const events = readEvents(
    response.body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>),
  );
  const next = async () => {
    const { done, value } = await events.next();
    if (done) throw new Error("the stream ended");
    return value;
  };
  return {
    next,
    async nextOf(method) {
      for (;;) {
        const { data } = await next();
        const message = (data === "" ? {} : JSON.parse(data)) as {
          method?: string;
          params: Record<string, unknown>;
        };
        if (message.method === method) return message;
      }
    },
    async rest() {
      const left: SseEvent[] = [];
      for await (const event of events) left.push(event);
      return left;
    },
    close: () => leaving.abort(),
  };
}

async function* readEvents(body: ReadableStream<string>): AsyncGenerator<SseEvent, void> {
  let rest = "";
  for await (const text of body) {
    const blocks = `${rest}${text}`.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) if (!block.startsWith(":")) yield readEvent(block);
  }
}

function readEvent(block: string): SseEvent {
  const event: SseEvent = { data: "" };
  for (const line of block.split("\n")) {
    const [name, value] = [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)];
    if (name === "id") event.id = value;
    else if (name === "retry") event.retry = Number(value);
    else if (name === "data") event.data += value;
  }
  return event;
}
