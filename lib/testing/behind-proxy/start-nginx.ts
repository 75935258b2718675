import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { stopOnSignals } from "#lib/server/stop-on-signals.ts";

const NGINX = "/usr/sbin/nginx";
/** Which of the servers an answer came from, so that a test sees that they were asked in turn. */
export const SERVED_BY = "x-served-by";
const START_MS_MAX = 10_000;
const POLL_MS = 20;

/** Null where nginx is installed, else why there is none and what to do. */
export function explainMissingNginx(): string | null {
  return existsSync(NGINX)
    ? null
    : "There is no nginx on this machine. Install it with `sudo apt-get install -y nginx-light`, then run this again.";
}

export type Proxy = { stop: () => Promise<void> };

/**
 * nginx before servers on loopback, as docs/runbooks/proxy.md has it: each request goes to the next of them, `Host` stays
 * as it came, answers are not held back. On loopback the servers take no forwarding header, so it drops them.
 */
export async function startNginx({ port, backends }: { port: number; backends: number[] }): Promise<Proxy> {
  const missing = explainMissingNginx();
  if (missing !== null) throw new Error(missing);
  const folder = await mkdtemp(join(tmpdir(), "trinity-connect-nginx-"));
  const file = join(folder, "nginx.conf");
  await writeFile(file, toConfig({ folder, port, backends }));
  const child = spawn(NGINX, ["-p", folder, "-c", file, "-g", "daemon off;"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const stop = stopOnSignals(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  });
  try {
    await waitForPort(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

function toConfig({ folder, port, backends }: { folder: string; port: number; backends: number[] }): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join("\n");
  const dropped = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"]
    .map((name) => `      proxy_set_header ${name} "";`)
    .join("\n");
  return `${process.getuid?.() === 0 ? "user root;\n" : ""}worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 1024; }
http {
  access_log off;
${temporary}
  client_max_body_size 16m;
  upstream instances {
${backends.map((backend) => `    server 127.0.0.1:${backend};`).join("\n")}
    keepalive 32;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://instances;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
${dropped}
      proxy_buffering off;
      proxy_read_timeout 600s;
      add_header ${SERVED_BY} $upstream_addr always;
    }
  }
}
`;
}

async function waitForPort(child: ChildProcess, port: number): Promise<void> {
  const startedAt = performance.now();
  while (!(await isOpen(port))) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}; its output says why.`);
    if (performance.now() - startedAt > START_MS_MAX) throw new Error("nginx does not listen.");
    await pause(POLL_MS);
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
