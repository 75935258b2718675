import { execFile } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { SERVER_ENV } from "./server.ts";

const run = promisify(execFile);
const ROOT = path.resolve(import.meta.dirname, "..");

/** What an operator types: `npm run <name> -- …` against the server under test. Answers what it printed. */
export async function runCommand(name: string, ...words: string[]): Promise<string> {
  const env = { ...process.env, ...SERVER_ENV, NODE_ENV: "production" as const };
  const { stdout } = await run("npm", ["run", "-s", name, "--", ...words], { cwd: ROOT, env });
  return stdout;
}
