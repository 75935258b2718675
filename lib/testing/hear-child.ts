import type { ChildProcess } from "node:child_process";
import { once } from "node:events";

/** The next message of a process we forked; throws when it ends instead. */
export async function hearChild<Message>(child: ChildProcess): Promise<Message> {
  const heard = new AbortController();
  const exited = once(child, "exit", heard).then(([code]) => {
    throw new Error(`A process ended before it said what it was asked (${String(code)}).`);
  });
  const said = once(child, "message", heard);
  try {
    const [message] = (await Promise.race([said, exited])) as [Message];
    return message;
  } finally {
    heard.abort();
    await Promise.allSettled([said, exited]);
  }
}

/** Asks a process we forked to end, by leaving it, and waits until it has. */
export async function endChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.disconnect();
  await ended;
}
