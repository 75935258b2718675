import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

const PACKAGE = fileURLToPath(import.meta.resolve("@modelcontextprotocol/conformance/package.json"));
const CLI = join(dirname(PACKAGE), "dist/index.js");
const HEADING = "Authorization server scenarios";

export type Check = { id: string; status: string; errorMessage?: string };
export type Run = {
  origin: string;
  specVersion: string;
  clientId: string;
  port: number;
  resource: string;
  approve: (url: string) => Promise<void>;
};

/** The suite's scenarios for authorization servers, and every protocol date it knows any of them for. */
export async function listScenarios(): Promise<{ names: string[]; specVersions: string[] }> {
  const { output } = await runCli(["list", "--authorization"], () => undefined);
  const lines = output.slice(output.indexOf(HEADING)).matchAll(/^ {2}- (\S+) \[(.*)\]$/gm);
  const scenarios = [...lines].map(([, name = "", dates = ""]) => ({ name, dates: dates.split(",") }));
  const specVersions = [...new Set(scenarios.flatMap(({ dates }) => dates))].toSorted();
  return { names: scenarios.map(({ name }) => name), specVersions };
}

/**
 * One run of the suite against a server, for one protocol date and one client. The suite prints the address a person
 * is to open and listens for what comes back.
 */
export async function runSuite(run: Run): Promise<{ code: number | null; checks: Check[] }> {
  const folder = await mkdtemp(join(tmpdir(), "trinity-connect-checks-"));
  const browsing = new AbortController();
  let isOpened = false;
  const onOutput = (output: string) => {
    const url = /^(https?:\/\/\S*response_type=code\S*)\n/m.exec(output)?.[1];
    if (url === undefined || isOpened) return;
    isOpened = true;
    run.approve(url).catch((error: unknown) => browsing.abort(error));
  };
  const args = ["authorization", "--url", run.origin, "--client-id", run.clientId, "-o", folder];
  args.push("--port", String(run.port), "--resource", run.resource, "--spec-version", run.specVersion);
  const { code } = await runCli(args, onOutput, browsing.signal);
  browsing.signal.throwIfAborted();
  const checks = await readChecks(folder);
  await rm(folder, { recursive: true, force: true });
  return { code, checks };
}

async function runCli(
  args: string[],
  onOutput: (output: string) => void,
  browsing?: AbortSignal,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  // Without a callback the suite waits for minutes.
  browsing?.addEventListener("abort", () => child.kill());
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    process.stderr.write(chunk);
    onOutput(output);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

async function readChecks(folder: string): Promise<Check[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith("checks.json"));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  return texts.flatMap((text) => JSON.parse(text) as Check[]);
}
