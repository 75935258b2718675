import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";

const PORT = 4802;

/** The origin of the server under test. */
export const ORIGIN = `http://localhost:${PORT}`;
export const MCP_URL = `${ORIGIN}/api/mcp`;

// Worker processes inherit the runner's environment, and with it the folder the runner made.
process.env["JOURNEYS_DATA_DIR"] ??= mkdtempSync(path.join(tmpdir(), "trinity-connect-journeys-"));
const dataDir = process.env["JOURNEYS_DATA_DIR"];

/** What `npm start` is given: a port and a data folder of its own, the rest as a newcomer has it. */
export const SERVER_ENV = { PORT: String(PORT), PUBLIC_URL: ORIGIN, DATA_DIR: dataDir };

type SampleState = { backendPort: number; controlToken: string; keys: { key: string; scope: string }[] };

/** The sample instance's own state file: its keys, and the switches that make it slow or broken. */
export function readSampleState(): SampleState {
  return JSON.parse(readFileSync(path.join(dataDir, "sample.json"), "utf8")) as SampleState;
}

/** Turns one of the sample instance's switches, or reads its counters. */
export async function controlSample(
  route: "faults" | "reset" | "calls" | "tools" | "keys",
  body?: object,
): Promise<unknown> {
  const { backendPort, controlToken } = readSampleState();
  const response = await fetch(`http://127.0.0.1:${backendPort}/_test/${route}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${controlToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the sample refused ${route}: ${response.status}`);
  return await response.json();
}
