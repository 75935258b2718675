import "#server-only";
import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { hashFiles, PROJECT_DIR } from "./hash-files.ts";
import { StartRefused } from "./refuse-start.ts";
import { environment } from "./set-environment.ts";

const CLIENT_STAMP = join(PROJECT_DIR, "lib/platform/db/generated/.stamp");
const APP_STAMP = join(PROJECT_DIR, ".next/trinity-build");
const CLIENT_SOURCES = ["prisma/schema.prisma", "prisma/models", "prisma.config.ts", "package-lock.json"];
const APP_SOURCES =
  "app lib public docs prisma/schema.prisma prisma/models next.config.ts postcss.config.mjs proxy.ts instrumentation.ts package.json package-lock.json".split(
    " ",
  );
/** What a build may know: no address of a database, no secret. */
const BUILD_VARIABLES = ["PATH", "HOME", "TMPDIR", "LANG", "SYSTEMROOT", "TEMP", "APPDATA", "USERPROFILE"];

type Tool = { script: string; args: string[]; isVisible: boolean; signal: AbortSignal | undefined };

function runTool({
  script,
  args,
  isVisible,
  signal,
}: Tool): Promise<{ code: number | null; output: string }> {
  const known = Object.fromEntries(BUILD_VARIABLES.map((name) => [name, environment[name]]));
  const child = spawn(execPath, [join(PROJECT_DIR, "node_modules", script), ...args], {
    cwd: PROJECT_DIR,
    env: { ...known, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    ...(signal ? { signal } : {}),
    stdio: ["ignore", isVisible ? "inherit" : "pipe", isVisible ? "inherit" : "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += String(chunk)));
  child.stderr?.on("data", (chunk) => (output += String(chunk)));
  return new Promise((done, fail) =>
    child.once("error", fail).once("close", (code) => done({ code, output })),
  );
}

async function isStamped(stamp: string, hash: string): Promise<boolean> {
  return (await readFile(stamp, "utf8").catch(() => "")).trim() === hash;
}

/** Generates the database client if the schema changed since the last time. Returns whether it did. */
export async function generateClient(signal?: AbortSignal): Promise<boolean> {
  const hash = await hashFiles(CLIENT_SOURCES);
  if (await isStamped(CLIENT_STAMP, hash)) return false;
  const { code, output } = await runTool({
    script: "prisma/build/index.js",
    args: ["generate"],
    isVisible: false,
    signal,
  });
  if (code !== 0) throw new StartRefused(`The database client could not be generated:\n${output.trim()}`);
  await writeFile(CLIENT_STAMP, hash);
  return true;
}

/** Builds the web application, with its progress on the terminal, if a source changed since the last build. */
export async function buildApp(signal?: AbortSignal): Promise<boolean> {
  const hash = await hashFiles(APP_SOURCES);
  if (await isStamped(APP_STAMP, hash)) return false;
  const { code } = await runTool({ script: "next/dist/bin/next", args: ["build"], isVisible: true, signal });
  if (code !== 0) throw new StartRefused("The web application could not be built; the lines above say why.");
  await writeFile(APP_STAMP, hash);
  return true;
}
