import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execPath } from "node:process";
import { fileURLToPath } from "node:url";
import { readFailures, runSuite } from "./open-suite.ts";

const CLIENT = fileURLToPath(new URL("drive-connector.ts", import.meta.url));

/**
 * The client scenarios of each requirement set that are about what we speak to instances with. Not among them: all of
 * `auth/*`, because an instance gets the key an admin stored and is never asked for OAuth; and
 * `elicitation-sep1034-client-defaults`, because the person who answers a question is behind the client, not behind us.
 */
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  "2025-11-25": ["initialize", "tools_call", "sse-retry", "json-schema-2020-12-preservation"],
  "2026-07-28": [
    "tools_call",
    "request-metadata",
    "sep-2322-client-request-state",
    "http-standard-headers",
    "http-custom-headers",
    "http-invalid-tool-headers",
    "json-schema-ref-no-deref",
    "json-schema-2020-12-preservation",
  ],
};

export type ClientOutcome = { set: string; required: number; passed: number; failures: string[] };

/** Our connector as the suite's client, for one revision. */
export async function runClientScenarios(set: string): Promise<ClientOutcome> {
  const scenarios = SCENARIOS[set] ?? [];
  const failures: string[] = [];
  for (const scenario of scenarios) {
    const folder = await mkdtemp(join(tmpdir(), "trinity-connect-checks-"));
    const command = `${execPath} ${CLIENT}`;
    const args = [
      "client",
      "--command",
      command,
      "--scenario",
      scenario,
      "--spec-version",
      set,
      "-o",
      folder,
    ];
    const { code } = await runSuite(args);
    const failed = await readFailures(folder, scenario);
    await rm(folder, { recursive: true, force: true });
    if (code !== 0 || failed.length > 0) failures.push(`${scenario}: ${failed.join("; ")}`);
  }
  return { set, required: scenarios.length, passed: scenarios.length - failures.length, failures };
}
