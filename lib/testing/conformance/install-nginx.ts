import { spawnSync } from "node:child_process";
import { explainMissingNginx } from "../behind-proxy/start-nginx.ts";

/** Puts Debian's nginx on a machine that has none, where we may; ends the process with what to do where we may not. */
export function installNginx(): void {
  if (explainMissingNginx() !== null && process.getuid?.() === 0) {
    process.stdout.write("No nginx on this machine: installing it.\n");
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "nginx-light"]);
  }
  const missing = explainMissingNginx();
  if (missing === null) return;
  process.stderr.write(`${missing}\n`);
  process.exit(1);
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
