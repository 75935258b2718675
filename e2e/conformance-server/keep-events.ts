import type { EventStore } from "@modelcontextprotocol/server";

type Kept = { id: string; streamId: string; message: Parameters<EventStore["storeEvent"]>[1] };

/** What one session's streams carried, so that a client can come back for what it missed. */
export function keepEvents(): EventStore {
  const kept: Kept[] = [];
  return {
    storeEvent: async (streamId, message) => {
      const id = `${streamId}#${kept.length}`;
      kept.push({ id, streamId, message });
      return id;
    },
    replayEventsAfter: async (lastEventId, { send }) => {
      const streamId = lastEventId.slice(0, lastEventId.lastIndexOf("#"));
      const from = kept.findIndex(({ id }) => id === lastEventId) + 1;
      for (const event of kept.slice(from).filter((one) => one.streamId === streamId)) {
        await send(event.id, event.message);
      }
      return streamId;
    },
  };
}
