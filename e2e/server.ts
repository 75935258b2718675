import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

/** The port of the first server, and how far the next one's are from it: a server and its neighbours take six. */
const FIRST_PORT = Number(process.env["JOURNEYS_PORT"] ?? 4802);
const PORTS_EACH = 50;

/** Set by somebody who has a server running already (with its JOURNEYS_DATA_DIR): then none is started. */
const RUNNING = process.env["JOURNEYS_ORIGIN"];

/** How many journeys run beside each other. Most of one is waiting, so two keep two cores busy. */
export const WORKERS = RUNNING === undefined ? Number(process.env["JOURNEYS_WORKERS"] ?? 2) : 1;

// Worker processes inherit the runner's environment, and with it the folder the runner made.
process.env["JOURNEYS_DATA_DIR"] ??= mkdtempSync(path.join(tmpdir(), "trinity-connect-journeys-"));
const DATA_ROOT = process.env["JOURNEYS_DATA_DIR"];

/** Who may open the operators' pages. */
export const OPERATOR = "olga@operators.example";

export const FAKE_GOOGLE = { clientId: "connect-client", clientSecret: "connect-secret: & +%" };

/** The server of one worker: a port, a database and a sample instance of its own, so no journey meets another's. */
function toServer(place: number) {
  const port = FIRST_PORT + place * PORTS_EACH;
  const fakeInstancePort = port + 1;
  const fakeIdentityPort = port + 2;
  const origin = RUNNING ?? `http://localhost:${port}`;
  const dataDir = RUNNING === undefined ? path.join(DATA_ROOT, String(place)) : DATA_ROOT;
  /** What `npm start` is given: where it is, and the rest as a newcomer has it. */
  const env = {
    PORT: String(port),
    PUBLIC_URL: origin,
    DATA_DIR: dataDir,
    OUTBOUND_ALLOW: `127.0.0.1:${fakeInstancePort},127.0.0.1:${fakeIdentityPort}`,
    GOOGLE_CLIENT_ID: FAKE_GOOGLE.clientId,
    GOOGLE_CLIENT_SECRET: FAKE_GOOGLE.clientSecret,
    GOOGLE_ISSUER: `http://127.0.0.1:${fakeIdentityPort}`,
    // The directory's reviewer, with an instance of their own on the next two ports.
    SANDBOX: "on",
    SANDBOX_PORT: String(port + 3),
    OPERATORS: OPERATOR,
    // One journey calls as fast as it can, to fill the database's pool.
    MCP_CALLS_PER_MINUTE_PERSON: "1000000",
    MCP_CALLS_PER_MINUTE_CLIENT: "1000000",
    MCP_CALLS_PER_MINUTE_TENANT: "1000000",
  };
  return { origin, dataDir, env, fakeInstancePort, fakeIdentityPort };
}

/** The servers a run starts; none when one is running. */
export const SERVERS = Array.from({ length: RUNNING === undefined ? WORKERS : 0 }, (_one, place) =>
  toServer(place),
);

// The runner counts the places its workers stand in, and tells each its own.
const mine = toServer(Number(process.env["TEST_PARALLEL_INDEX"] ?? 0));

/** The origin of the server under test. */
export const ORIGIN = mine.origin;
export const MCP_URL = `${ORIGIN}/api/mcp`;
export const DATA_DIR = mine.dataDir;
export const SERVER_ENV = mine.env;

/** The one loopback port the server may call beside the sample's: a test listens there as an instance of its own. */
export const FAKE_INSTANCE_PORT = mine.fakeInstancePort;

/** Where a test plays Google. */
export const FAKE_IDENTITY_PORT = mine.fakeIdentityPort;

/** A different word at every call and in every run, so that no test meets another's rows. */
export function unique(): string {
  return `${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;
}

type SampleScope = "user" | "agent" | "system" | "connector";
type SampleState = {
  port: number;
  backendPort: number;
  controlToken: string;
  keys: { key: string; scope: SampleScope; keyName: string }[];
};

/** The sample instance's own state file: its keys, and the switches that make it slow or broken. */
export function readSampleState(): SampleState {
  return JSON.parse(readFileSync(path.join(DATA_DIR, "sample.json"), "utf8")) as SampleState;
}

/** Where the sample instance is, as somebody would type it into the console. */
export function findSample(): { url: string; apiUrl: string; keyOf: (scope: SampleScope) => string } {
  const { port, backendPort, keys } = readSampleState();
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    apiUrl: `http://127.0.0.1:${backendPort}`,
    keyOf: (scope) => keys.find((one) => one.scope === scope)?.key ?? "",
  };
}

type PostgresState = { port: number; passwords: { superuser: string } };

/** The superuser's address of the server's own Postgres. */
export function readAdminUrl(): string {
  const { port, passwords } = JSON.parse(
    readFileSync(path.join(DATA_DIR, "postgres.json"), "utf8"),
  ) as PostgresState;
  return `postgresql://connect_super:${passwords.superuser}@127.0.0.1:${port}/trinity_connect`;
}

/** Turns one of the sample instance's switches, or reads its counters. */
export async function controlSample(
  route: "faults" | "reset" | "calls" | "tools" | "keys",
  body?: object,
): Promise<unknown> {
  const { backendPort, controlToken } = readSampleState();
  const response = await fetch(`http://127.0.0.1:${backendPort}/_test/${route}`, {
    method: route === "calls" ? "GET" : "POST",
    headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the sample refused ${route}: ${response.status}`);
  return await response.json();
}
