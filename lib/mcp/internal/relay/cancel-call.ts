import "#server-only";
import { Buffer } from "node:buffer";
import { onEvent } from "#lib/platform/bus/on-event.ts";
import { countHere } from "#lib/platform/limits/count-here.ts";
import { log } from "#lib/platform/log/log.ts";
import { once } from "#lib/platform/registry/once.ts";
import { abortCall, type CallName, nameOf } from "./cancel-registry.ts";
import { tellInstances } from "./store.ts";

const PREFIX = "cancel:";
/** Telling takes a lock of the whole database server; a person cancels a few calls, not hundreds a second. */
const TOLD_MAX = { points: 20, durationSeconds: 1 };

/** No call has a longer one. */
const NAME_LENGTH_MAX = 512;

/** Aborts the one running call of that name, here or at whichever instance has it. Never throws: it may be over. */
export async function cancelCall(call: CallName): Promise<void> {
  const name = nameOf(call);
  if (abortCall(name) || name.length > NAME_LENGTH_MAX) return;
  try {
    if ((await countHere("cancel-told", call.grantId, TOLD_MAX)) !== null) return;
    await tellInstances(PREFIX + Buffer.from(name).toString("base64url"));
  } catch (error) {
    log.warn({ err: error }, "the other instances were not told of a cancelled call");
  }
}

/** Lets calls that run here be cancelled by what other instances are sent. */
export function hearCancels(): void {
  once("mcp.cancels", () =>
    onEvent("relay", (payload) => {
      if (!payload.startsWith(PREFIX)) return;
      abortCall(Buffer.from(payload.slice(PREFIX.length), "base64url").toString("utf8"));
    }),
  );
}
