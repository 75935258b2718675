import type { Gateway } from "./open-gateway.ts";

export type Heard = {
  id?: unknown;
  method?: string;
  params?: { notifications?: object; _meta?: Record<string, unknown>; [member: string]: unknown };
  result?: Record<string, unknown>;
};
export type Listening = {
  /** The next message; null when the stream is over. */
  next: () => Promise<Heard | null>;
  close: () => Promise<void>;
};

/** Opens `subscriptions/listen`; the acknowledgement is its first message. */
export async function openListening(
  gateway: Gateway,
  { token, notifications, id = "l" }: { token: string; notifications: object; id?: string | number },
): Promise<Listening> {
  return readEvents(await gateway.modern("subscriptions/listen", { notifications }, { token, id }));
}

/** The JSON-RPC messages of an event stream, one at a time; comments and events without data are passed over. */
export function readEvents(response: Response): Listening {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const waiting: Heard[] = [];
  let rest = "";
  const next = async (): Promise<Heard | null> => {
    const first = waiting.shift();
    if (first !== undefined) return first;
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) return null;
    const events = (rest + chunk.value).split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) {
      const data = event.split("\n").filter((line) => line.startsWith("data: "));
      const text = data.map((line) => line.slice(6)).join("\n");
      if (text !== "") waiting.push(JSON.parse(text) as Heard);
    }
    return await next();
  };
  return { next, close: async () => await reader?.cancel() };
}
