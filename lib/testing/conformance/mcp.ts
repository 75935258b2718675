// `npm run conformance:mcp`: the official suite's requirement sets for servers, of both revisions, against a server made
// for it (the baseline), and against the same server through the gateway with a connection made by OAuth: one process,
// then two behind nginx that are asked in turn. Then its client scenarios that apply, against what we speak to instances
// with. One JSON line last; exit code 1 when a required scenario failed.
import { randomBytes } from "node:crypto";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { findFreePort } from "#lib/server/embedded-postgres/find-free-port.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
import { type Fixture, openFixture } from "../../../e2e/conformance-server/open-fixture.ts";
import { connectOwner, mintFixtureTenant } from "../behind-proxy/connect-fixture.ts";
import { startInstances } from "../behind-proxy/start-instances.ts";
import { configureFor } from "../configure-for.ts";
import { installNginx } from "./install-nginx.ts";
import { openBearerProxy } from "./open-bearer-proxy.ts";
import { type ClientOutcome, runClientScenarios } from "./run-client-scenarios.ts";
import { type Outcome, runRequirements } from "./run-requirements.ts";

const SETS = ["2025-11-25", "2026-07-28"];
/** How many processes, nought for the server itself; others may be named, as in `-- 1`. */
const PLAN = (process.argv[2] ?? "0,1,2").split(",").map(Number);
const say = (line: string) => process.stdout.write(`${line}\n`);

type Target = "direct" | "gateway";
type Result = Outcome & { set: string; target: Target; processes: number };

async function runSets(target: Target, processes: number, url: string, token: string): Promise<Result[]> {
  const proxy = await openBearerProxy(url, token);
  const results: Result[] = [];
  try {
    for (const set of SETS) {
      const outcome = await runRequirements(set, proxy.url);
      results.push({ set, target, processes, ...outcome });
      report(results.at(-1));
    }
  } finally {
    await proxy.close();
  }
  return results;
}

function report(result: Result | undefined): void {
  if (result === undefined) return;
  const { set, target, processes, required, passed, failures, notScored } = result;
  const place = target === "direct" ? "directly" : `through ${processes} process${processes > 1 ? "es" : ""}`;
  say(`${set} ${place}: ${passed} of ${required} required`);
  for (const failure of failures) say(`  ✗ ${failure}`);
  for (const [name, verdict] of Object.entries(notScored)) say(`  not scored: ${name} ${verdict}`);
}

/** The sets through the gateway on a Postgres of its own: by one process, then by two. */
async function runThrough(fixture: Fixture, key: string): Promise<Result[]> {
  const postgres = await startThrowawayPostgres();
  const results: Result[] = [];
  try {
    await applyMigrations(postgres.urls.owner);
    const publicUrl = `http://localhost:${await findFreePort()}`;
    const host = new URL(fixture.url).host;
    configureFor(postgres, { PUBLIC_URL: publicUrl, OUTBOUND_ALLOW: host, LOG_LEVEL: "warn" });
    const tenant = await mintFixtureTenant({ url: fixture.url, key });
    for (const processes of PLAN.filter((count) => count > 0)) {
      const instances = await startInstances(processes);
      try {
        const { token, url } = await connectOwner(tenant, { url: publicUrl, publicUrl });
        results.push(...(await runSets("gateway", processes, url, token)));
      } finally {
        await instances.stop();
      }
    }
  } finally {
    await closePools();
    await postgres.stop();
  }
  return results;
}

installNginx();
const key = `trinity_mcp_${randomBytes(32).toString("base64url")}`;
const fixture = await openFixture(key);
const results: Result[] = [];
try {
  if (PLAN.includes(0)) results.push(...(await runSets("direct", 0, fixture.url, key)));
  results.push(...(await runThrough(fixture, key)));
} finally {
  await fixture.close();
}
const asClient: ClientOutcome[] = [];
for (const set of PLAN.includes(0) ? SETS : []) {
  const outcome = await runClientScenarios(set);
  asClient.push(outcome);
  say(`${set} as a client of instances: ${outcome.passed} of ${outcome.required} that apply`);
  for (const failure of outcome.failures) say(`  ✗ ${failure}`);
}
const ok = [...results, ...asClient].every(({ required, passed }) => required > 0 && passed === required);
say(
  JSON.stringify({
    ok,
    runs: results.map(({ failures: _failures, ...result }) => result),
    asClient: asClient.map(({ failures: _failures, ...result }) => result),
  }),
);
process.exitCode = ok ? 0 : 1;
