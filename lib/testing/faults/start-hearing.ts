import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { RevocationEvent } from "#lib/grants/watch-revocations.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import type { Told } from "../bench/gateway/serve.ts";
import { endChild } from "../hear-child.ts";
import { type Caller, makeCaller } from "../open-gateway.ts";
import { toEnv } from "./start-process.ts";

export type HearingProcess = Caller & {
  /** Resolves when the process hears of that from now on, as `kind:id`, and has forgotten what it remembered of it. */
  hears: (event: string) => Promise<void>;
  stop: () => Promise<void>;
};

type Wish = { isDeaf: boolean; env: Record<string, string> };

const FILE = fileURLToPath(new URL("serve-hearing.ts", import.meta.url));

/** A gateway in a process of its own on this process's database that says what it hears; a deaf one has no LISTEN. */
export async function startHearing({ isDeaf, env }: Wish): Promise<HearingProcess> {
  const port = await findFreePort();
  const child = fork(FILE, isDeaf ? ["deaf"] : [], { env: { ...toEnv(port), ...env } });
  const [waiting, serves] = [new Map<string, () => void>(), Promise.withResolvers<void>()];
  child.on("message", (said: Told | RevocationEvent) => {
    if ("kind" in said) waiting.get(`${said.kind}:${said.id}`)?.();
    else serves.resolve();
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("The process that hears ended before it served.");
  });
  ended.catch(() => undefined);
  await Promise.race([serves.promise, ended]);
  return {
    ...makeCaller(`http://127.0.0.1:${port}`),
    hears: (event) => new Promise((resolve) => waiting.set(event, resolve)),
    stop: () => endChild(child),
  };
}
