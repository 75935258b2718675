import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { endChild, hearChild } from "../hear-child.ts";

export type Instance = {
  url: string;
  /** Ends the process at once, in the middle of whatever it does, and starts it again at the same address. */
  crash: () => Promise<void>;
  stop: () => Promise<void>;
};

const FILE = fileURLToPath(new URL("serve-doors.ts", import.meta.url));

/** One server process without pages, at an address of its own. */
export async function startInstance(env: Record<string, string>): Promise<Instance> {
  const port = await findFreePort();
  let child = await launch(env, port);
  return {
    url: `http://127.0.0.1:${port}`,
    async crash() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      child = await launch(env, port);
    },
    stop: () => endChild(child),
  };
}

async function launch(env: Record<string, string>, port: number) {
  const child = fork(FILE, {
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...env, PORT: String(port) },
  });
  await hearChild(child);
  return child;
}
