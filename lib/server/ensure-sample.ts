import "#server-only";
import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SAMPLE_PEOPLE } from "#lib/operations/sample-people.ts";
import {
  keepSample,
  launchSample,
  type LaunchedSample,
  type SampleKey,
  type SampleState,
} from "./keep-sample.ts";
import { StartRefused } from "./refuse-start.ts";

/** A running sample instance: where it is and the keys it takes, the same at every start. */
export type Sample = {
  mcpUrl: string;
  apiUrl: string;
  hosts: string[];
  keys: SampleKey[];
  stop: () => Promise<void>;
};

const STATE = "sample.json";
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

/** As `launchSample`; when a kept port has been taken by another program meanwhile, new ports are chosen. */
async function launchAnywhere(state: SampleState): Promise<LaunchedSample> {
  try {
    return await launchSample(state);
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
  const launched = await launchAnywhere(state);
  const { port, backendPort, mcpUrl, apiUrl } = launched.ready;
  Object.assign(state, { port, backendPort });
  await saveState(dataDir, state);
  return {
    mcpUrl,
    apiUrl,
    hosts: [`127.0.0.1:${port}`, `127.0.0.1:${backendPort}`],
    keys: state.keys,
    ...keepSample(state, launched),
  };
}
