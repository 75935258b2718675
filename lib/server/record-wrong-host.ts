import "#server-only";
import type { IncomingMessage } from "node:http";
import { readRequestFacts } from "#lib/activity/read-request-facts.ts";
import { recordEvent } from "#lib/activity/record-event.ts";
import { toPeerKey } from "#lib/platform/limits/peer-address.ts";

/** Tells the connection recorder of a request to one of the apps' doors under a name that is not ours. */
export function recordWrongHost({ method = "", headers, socket }: IncomingMessage): void {
  const from = readRequestFacts(method, headers, toPeerKey(socket.remoteAddress ?? ""));
  recordEvent({ stage: "S0", outcome: "failed", reason: "host_refused", status: 421, from });
}
