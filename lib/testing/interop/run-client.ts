import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { watchForRequest } from "./watch-for-request.ts";

type Wish = { env?: Record<string, string>; onAuthorize: (url: string) => Promise<void> };

/**
 * Somebody else's program that does one thing and ends, with a home of its own and nothing of our environment: how it
 * ended and what it printed.
 */
export async function runClient(
  args: string[],
  { env = {}, onAuthorize }: Wish,
): Promise<{ code: number | null; output: string; errors: string }> {
  const home = await mkdtemp(join(tmpdir(), "trinity-connect-client-"));
  const child = spawn(execPath, args, {
    cwd: home,
    env: {
      HOME: home,
      PATH: process.env["PATH"] ?? "",
      NODE_ENV: "production",
      BROWSER: "/bin/true",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  watchForRequest(child.stderr, onAuthorize);
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  await rm(home, { recursive: true, force: true });
  return { code, output, errors };
}
