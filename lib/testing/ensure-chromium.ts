import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findSystemChromium } from "./system-chromium.ts";

if (!hasChromium()) installChromium();

function hasChromium(): boolean {
  return findSystemChromium() !== undefined || existsSync(chromium.executablePath());
}

function installChromium(): void {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    process.stdout.write("No Chromium on this machine: installing it for the browser tests.\n");
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "chromium-headless-shell"]);
    if (!hasChromium()) run("apt-get", ["install", "-y", "-qq", "chromium"]);
    if (!hasChromium()) run("npx", ["playwright", "install", "--with-deps", "chromium"]);
  }
  if (hasChromium()) return;
  process.stderr.write(
    "The browser tests need Chromium and there is none. Install it with `sudo apt-get install -y chromium` " +
      "or `npx playwright install chromium`, then run `npm test` again.\n",
  );
  process.exit(1);
}

function run(command: string, args: string[]): void {
  spawnSync(command, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}
