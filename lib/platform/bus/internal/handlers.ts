import "#server-only";
import { log } from "../../log/log.ts";
import { once } from "../../registry/once.ts";

/** Who publishes: `pg_notify('connect_<channel>', payload)` in the transaction that changes something. */
export const CHANNELS = ["revoked", "keys", "relay", "mail", "export"] as const;
export type Channel = (typeof CHANNELS)[number];
export type Handle = (payload: string) => void;

const PREFIX = "connect_";

export const toDatabaseName = (channel: Channel) => `${PREFIX}${channel}`;

export function findHandlers(channel: Channel): Set<Handle> {
  return once(`bus.handlers.${channel}`, () => new Set<Handle>());
}

/** To everybody who hears that channel; one that throws is nobody else's trouble. */
export function deliver(channel: Channel, payload: string): void {
  for (const handle of findHandlers(channel)) {
    try {
      handle(payload);
    } catch (error) {
      log.error({ err: error, channel }, "an event was not handled");
    }
  }
}

export function deliverFrom(databaseName: string, payload: string): void {
  const channel = CHANNELS.find((one) => toDatabaseName(one) === databaseName);
  if (channel !== undefined) deliver(channel, payload);
}
