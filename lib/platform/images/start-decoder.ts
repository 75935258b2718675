import "#server-only";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";

// In a bundle of Next's `import.meta.url` is still this file's, and `import.meta.dirname` is not there.
const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../../..");
const PROGRAM = join(HERE, "decode-picture.ts");
/** Our code and nothing else: not `.env`, not the data folder. */
const READABLE = ["lib", "node_modules", "package.json"].map((path) => `--allow-fs-read=${join(ROOT, path)}`);
const RIGHTS = ["--permission", "--allow-addons", ...READABLE, "--max-old-space-size=64"];
const DECODE_MS_MAX = 10_000;

/** The program that decodes, or another one in its place, with no more rights and no more of us than it needs. */
export function startDecoder(program: readonly string[] = [PROGRAM]): ChildProcessWithoutNullStreams {
  return spawn(execPath, [...RIGHTS, ...program], {
    cwd: "/",
    env: {} as NodeJS.ProcessEnv,
    stdio: "pipe",
    timeout: DECODE_MS_MAX,
    killSignal: "SIGKILL",
  });
}
