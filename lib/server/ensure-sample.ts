import "#server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execPath } from "node:process";
import { createInterface } from "node:readline";
import { log } from "#lib/platform/log/log.ts";
import { StartRefused } from "./refuse-start.ts";
import { SAMPLE_PEOPLE } from "./sample-people.ts";
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
type SampleState = { port: number; backendPort: number; keys: SampleKey[]; controlToken: string };
type Ready = { port: number; backendPort: number; mcpUrl: string; apiUrl: string };

/** A running sample instance: where it is and the keys it takes, the same at every start. */
export type Sample = {
  mcpUrl: string;
  apiUrl: string;
  hosts: string[];
  keys: SampleKey[];
  stop: () => Promise<void>;
};

const MAIN = join(import.meta.dirname, "../sample/main.ts");
const STATE = "sample.json";
const RESTART_MS = 1000;
const STOP_MS_MAX = 3000;
const READY_MS_MAX = 20_000;
const OWNER_EMAIL = SAMPLE_PEOPLE[0].email;

const newKey = () => `trinity_mcp_${randomBytes(32).toString("base64url")}`;

function makeState(): SampleState {
  const person = { userId: "admin", email: OWNER_EMAIL };
  const keys: SampleKey[] = [
    { ...person, key: newKey(), scope: "user", keyName: "sample-user" },
    { ...person, key: newKey(), scope: "agent", keyName: "sample-agent", agentName: "quote-desk" },
    { ...person, key: newKey(), scope: "system", keyName: "sample-system" },
    { ...person, key: newKey(), scope: "connector", keyName: "sample-connector" },
  ];
  return { port: 0, backendPort: 0, keys, controlToken: randomBytes(24).toString("base64url") };
}

async function readState(dataDir: string): Promise<SampleState> {
  try {
    return JSON.parse(await readFile(join(dataDir, STATE), "utf8")) as SampleState;
  } catch {
    return makeState();
  }
}

async function saveState(dataDir: string, state: SampleState): Promise<void> {
  const draft = join(dataDir, `${STATE}.${process.pid}`);
  await writeFile(draft, JSON.stringify(state, null, 2), { mode: 0o600 });
  await rename(draft, join(dataDir, STATE));
}

/** Starts the process and waits for its line. The piped stdin ends with us, and the sample with it. */
async function launch(state: SampleState): Promise<{ child: ChildProcess; ready: Ready }> {
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

/** As `launch`; when a kept port has been taken by another program meanwhile, new ports are chosen. */
async function launchAnywhere(state: SampleState): Promise<{ child: ChildProcess; ready: Ready }> {
  try {
    return await launch(state);
  } catch (cause) {
    if (state.port !== 0) return await launchAnywhere({ ...state, port: 0, backendPort: 0 });
    throw new StartRefused(
      "The sample Trinity instance did not start; set SAMPLE=off to start without it, or LOG_LEVEL=debug to see why.",
      { cause },
    );
  }
}

/** Starts the sample Trinity instance as a process of its own, and again if it dies, with keys and ports that stay. */
export async function ensureSample(dataDir: string): Promise<Sample> {
  const state = await readState(dataDir);
  let { child, ready } = await launchAnywhere(state);
  Object.assign(state, { port: ready.port, backendPort: ready.backendPort });
  await saveState(dataDir, state);
  let isStopping = false;
  const watch = () => {
    child.once("exit", () => {
      if (isStopping) return;
      log.warn({}, "the sample instance ended and is started again");
      setTimeout(() => void relaunch(), RESTART_MS).unref();
    });
  };
  const relaunch = async () => {
    try {
      ({ child, ready } = await launch(state));
      watch();
    } catch (error) {
      log.error({ reason: String(error) }, "the sample instance does not start");
    }
  };
  watch();
  return {
    mcpUrl: ready.mcpUrl,
    apiUrl: ready.apiUrl,
    hosts: [`127.0.0.1:${ready.port}`, `127.0.0.1:${ready.backendPort}`],
    keys: state.keys,
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
