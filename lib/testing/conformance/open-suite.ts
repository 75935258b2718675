import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** Where the suite is installed. */
export const PACKAGE = dirname(
  fileURLToPath(import.meta.resolve("@modelcontextprotocol/conformance/package.json")),
);
const ERROR_LENGTH_MAX = 240;

type Check = { id: string; status: string; errorMessage?: string };

/** Runs the suite's command line to its end. */
export async function runSuite(args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(execPath, [join(PACKAGE, "dist/index.js"), ...args], {
    stdio: ["ignore", "pipe", process.env["SUITE_OUTPUT"] === undefined ? "ignore" : "inherit"],
  });
  const [output, [code]] = await Promise.all([
    text(child.stdout),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, output };
}

/** What was wrong in a run whose folder begins with that name; that it left nothing is a failure too. */
export async function readFailures(folder: string, run: string): Promise<string[]> {
  const found = (await readdir(folder)).find((name) => name.startsWith(`${run}-20`));
  if (found === undefined) return ["it did not run"];
  const checks = JSON.parse(await readFile(join(folder, found, "checks.json"), "utf8")) as Check[];
  const failed = checks.filter(({ status }) => status === "FAILURE");
  if (checks.length === 0) return ["nothing was checked"];
  return failed.map(({ id, errorMessage = "" }) => `${id} (${errorMessage.slice(0, ERROR_LENGTH_MAX)})`);
}
