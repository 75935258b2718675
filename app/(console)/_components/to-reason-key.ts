import connections from "../../_messages/en/connections.json";
import type { Messages } from "../../_messages/load-messages.ts";

type ReasonKey = keyof Messages["connections"]["reasons"];

/** The message for why a connection ended; whatever the database says that we have no words for is "other". */
export function toReasonKey(reason: string | null): ReasonKey {
  return reason !== null && Object.hasOwn(connections.reasons, reason) ? (reason as ReasonKey) : "other";
}
