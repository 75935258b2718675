import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { hearChild } from "../hear-child.ts";
import { type Caller, makeCaller } from "../open-gateway.ts";
import type { Said } from "./serve-process.ts";

export type ServerProcess = Caller & {
  url: string;
  rssMb: () => Promise<number>;
  /** Ends it at once, in the middle of whatever it does. */
  kill: () => Promise<void>;
  /** Asks it to end, as whoever deploys does: its exit code, once it has. */
  terminate: () => Promise<number | null>;
  stop: () => Promise<void>;
};

const FILE = fileURLToPath(new URL("serve-process.ts", import.meta.url));
const DRAIN_MS = 10_000;

/** For tests that call without a pause: what is asked of the server is not how many calls it takes. */
export const MANY_CALLS = {
  MCP_CALLS_PER_MINUTE_PERSON: "1000000",
  MCP_CALLS_PER_MINUTE_CLIENT: "1000000",
  MCP_CALLS_PER_MINUTE_TENANT: "1000000",
};

/** A server process without pages on this process's database, with what this process may reach. */
export async function startProcess({ drainMs = DRAIN_MS, env = {} }: Wish = {}): Promise<ServerProcess> {
  const port = await findFreePort();
  const child = fork(FILE, [String(drainMs)], { env: { ...toEnv(port), ...env } });
  await hearChild<Said>(child);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, "exit");
    child.kill(signal);
    const [code] = (await ended) as [number | null];
    return code;
  };
  const url = `http://127.0.0.1:${port}`;
  return {
    ...makeCaller(url),
    url,
    async rssMb() {
      child.send("what you hold");
      const said = await hearChild<Said>(child);
      return "rssMb" in said ? said.rssMb : NaN;
    },
    kill: async () => void (await end("SIGKILL")),
    terminate: () => end("SIGTERM"),
    stop: async () => void (await end("SIGKILL")),
  };
}

type Wish = { drainMs?: number; env?: Record<string, string> };

/** What a process needs to stand beside this one, on its database and with what it may reach. */
export function toEnv(port: number) {
  const { publicUrl, secrets, databaseUrl, databaseAuthUrl, databaseOwnerUrl, outboundAllow } = getConfig();
  return {
    PATH: process.env["PATH"] ?? "",
    NODE_ENV: "production" as const,
    LOG_LEVEL: process.env["INSTANCE_LOG"] ?? "silent",
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    SECRETS: secrets.join(","),
    DATABASE_URL: databaseUrl ?? "",
    DATABASE_AUTH_URL: databaseAuthUrl ?? "",
    DATABASE_OWNER_URL: databaseOwnerUrl ?? "",
    OUTBOUND_ALLOW: outboundAllow.join(","),
  };
}
