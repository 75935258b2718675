import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { endChild, hearChild } from "../hear-child.ts";
import { startNginx } from "./start-nginx.ts";

export type Instances = {
  /** The public address: the one instance, or the proxy before several. */
  publicUrl: string;
  /** Each instance by itself; it insists on the public host all the same. */
  urls: string[];
  stop: () => Promise<void>;
};

const FILE = fileURLToPath(new URL("../conformance/serve-gateway.ts", import.meta.url));

/**
 * That many server processes without pages on this process's database, at the public address this process is configured
 * for: one listens there itself, several stand behind nginx, which asks them in turn.
 */
export async function startInstances(count: number): Promise<Instances> {
  const { publicUrl } = getConfig();
  const publicPort = Number(new URL(publicUrl).port);
  const ports =
    count === 1 ? [publicPort] : await Promise.all(Array.from({ length: count }, () => findFreePort()));
  const children: ChildProcess[] = [];
  const stopAll = async () => void (await Promise.all(children.map(endChild)));
  try {
    for (const port of ports) children.push(await start(port));
    const proxy = count === 1 ? null : await startNginx({ port: publicPort, backends: ports });
    return {
      publicUrl,
      urls: ports.map((port) => `http://127.0.0.1:${port}`),
      stop: async () => {
        await proxy?.stop();
        await stopAll();
      },
    };
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function start(port: number): Promise<ChildProcess> {
  const config = getConfig();
  const { databaseUrl = "", databaseAuthUrl = "", databaseOwnerUrl = "" } = config;
  const child = fork(FILE, {
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      LOG_LEVEL: process.env["INSTANCE_LOG"] ?? "silent",
      PORT: String(port),
      PUBLIC_URL: config.publicUrl,
      SECRETS: config.secrets.join(","),
      DATABASE_URL: databaseUrl,
      DATABASE_AUTH_URL: databaseAuthUrl,
      DATABASE_OWNER_URL: databaseOwnerUrl,
      OUTBOUND_ALLOW: config.outboundAllow.join(","),
    },
  });
  await hearChild(child);
  return child;
}
