import "#server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { log } from "#lib/platform/log/log.ts";
import { environment } from "./set-environment.ts";

type SampleScope = "user" | "agent" | "system" | "connector";
export type SampleKey = {
  key: string;
  scope: SampleScope;
  userId: string;
  email: string;
  keyName: string;
  agentName?: string;
};
/** What the process is started with; ports of 0 are chosen by it. */
export type SampleState = { port: number; backendPort: number; keys: SampleKey[]; controlToken: string };
type Ready = { port: number; backendPort: number; mcpUrl: string; apiUrl: string };
export type LaunchedSample = { child: ChildProcess; ready: Ready };

const MAIN = join(import.meta.dirname, "../sample/main.ts");
const RESTART_MS = 1000;
const STOP_MS_MAX = 3000;
const READY_MS_MAX = 20_000;

/** Starts the process and waits for its line. The piped stdin ends with us, and the sample with it. */
export async function launchSample(state: SampleState): Promise<LaunchedSample> {
  const child = spawn(execPath, [MAIN], {
    env: {
      NODE_ENV: "production",
      PATH: environment["PATH"],
      SAMPLE_PORT: String(state.port),
      SAMPLE_BACKEND_PORT: String(state.backendPort),
      SAMPLE_KEYS: JSON.stringify(state.keys),
      SAMPLE_CONTROL_TOKEN: state.controlToken,
    },
    // Ctrl-C in the terminal is for us; the sample is stopped after the last request.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  let said = "";
  child.stderr.on("data", (chunk) => (said = (said + String(chunk)).slice(-2000)));
  const lines = createInterface({ input: child.stdout });
  const ready = await new Promise<Ready>((done, fail) => {
    const timer = setTimeout(() => fail(new Error("it said nothing for 20 s")), READY_MS_MAX);
    const over = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    lines.once("line", (line) => over(() => done(JSON.parse(line) as Ready)));
    child.once("error", (error) => over(() => fail(error)));
    child.once("exit", (code) => over(() => fail(new Error(`it ended with ${code}: ${said}`))));
  });
  return { child, ready };
}

/** Starts it again whenever it ends; `stop` ends it for good. */
export function keepSample(state: SampleState, launched: LaunchedSample): { stop: () => Promise<void> } {
  let { child } = launched;
  let isStopping = false;
  const watch = () => {
    child.once("exit", () => {
      if (isStopping) return;
      log.warn({}, "a sample instance ended and is started again");
      setTimeout(() => void relaunch(), RESTART_MS).unref();
    });
  };
  const relaunch = async () => {
    try {
      ({ child } = await launchSample(state));
      watch();
    } catch (error) {
      log.error({ reason: String(error) }, "a sample instance does not start");
    }
  };
  watch();
  return {
    stop: async () => {
      isStopping = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((done) => child.once("exit", done));
      const force = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
      child.kill("SIGTERM");
      await gone;
      clearTimeout(force);
    },
  };
}
