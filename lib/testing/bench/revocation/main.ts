// How long a revocation takes to reach the last of four instances, each a process of its own on one Postgres: with
// LISTEN, with the poll alone, and with neither, when nothing remembered may be used after a second. The last line is
// JSON; the exit code is 1 when any call was allowed that had to be refused.
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { applyMigrations } from "#lib/platform/db/apply-migrations.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { startThrowawayPostgres } from "#lib/server/embedded-postgres/start-throwaway-postgres.ts";
import { configureFor } from "../../configure-for.ts";
import { quantile } from "../gateway/summarise.ts";
import { addConnections, CAUSES, makeVictim, REFUSALS } from "./causes.ts";
import { measureChecks } from "./measure-checks.ts";
import { measureRound, type Round } from "./measure-round.ts";
import { seesTool } from "./ping.ts";
import { startInstances } from "./start-instances.ts";

const INSTANCES = 4;
const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 300);
const POLL_ROUNDS = Math.ceil(ROUNDS / 5);
const DEAF_ROUNDS = Math.ceil(ROUNDS / 30);
const REFUSAL_ROUNDS = Math.ceil(ROUNDS / 5);
const REFUSAL_POLL_ROUNDS = Math.ceil(ROUNDS / 20);
const WARM_UP_ROUNDS = 20;
const STORM = 10_000;
const TOKENS = 100;
const HEARD_AGAIN_MS = 600;
const say = (text: string) => process.stderr.write(`${text}\n`);
const round2 = (value: number) => Math.round(value * 100) / 100;

const postgres = await startThrowawayPostgres();
await applyMigrations(postgres.urls.owner);
const env = configureFor(postgres, {
  PUBLIC_URL: "http://127.0.0.1:3000",
  MCP_CALLS_PER_MINUTE_PERSON: "100000000",
  MCP_CALLS_PER_MINUTE_CLIENT: "100000000",
  MCP_CALLS_PER_MINUTE_TENANT: "100000000",
});
const client = new pg.Client({
  connectionString: postgres.adminUrl.replace(/\/postgres$/, "/trinity_connect"),
});
await client.connect();

async function runRounds(urls: readonly string[], count: number): Promise<Round[]> {
  const rounds: Round[] = [];
  const causes = Object.values(CAUSES);
  for (let turn = 0; turn < count; turn++) {
    const victim = await makeVictim();
    const end = () => causes[turn % causes.length]?.(client, victim) ?? Promise.resolve();
    rounds.push(await measureRound({ urls, client, victim, end }));
  }
  return rounds;
}

/** Tools taken from a connection that stays, by each way of doing so: until no instance's list has them any more. */
async function runRefusals(urls: readonly string[], count: number) {
  const rows: Record<string, ReturnType<typeof summarise>> = {};
  for (const [name, refuse] of Object.entries(REFUSALS)) {
    const rounds: Round[] = [];
    for (let turn = 0; turn < count; turn++) {
      const victim = await makeVictim();
      const end = () => refuse(client, victim);
      rounds.push(await measureRound({ urls, client, victim, end, ask: seesTool }));
    }
    rows[name] = summarise(rounds);
  }
  return rows;
}

/** Ten thousand connections of one organisation at once. */
async function runStorm(urls: readonly string[]): Promise<Round> {
  const victim = await makeVictim();
  await addConnections(client, victim, STORM);
  const end = () =>
    client.query("UPDATE tenant.grants SET ended_at = now() WHERE tenant_id = $1", [victim.member.tenantId]);
  return await measureRound({ urls, client, victim, end });
}

/** The poll fails too, from the very commit on: then every call asks the database. */
async function runDeaf(urls: readonly string[]): Promise<Round[]> {
  const rounds: Round[] = [];
  const poll = "EXECUTE ON FUNCTION tenant.read_revocations(pg_snapshot)";
  for (let turn = 0; turn < DEAF_ROUNDS; turn++) {
    await client.query(`GRANT ${poll} TO connect_app`);
    await pause(HEARD_AGAIN_MS);
    const victim = await makeVictim();
    const end = async () => {
      await client.query(`REVOKE ${poll} FROM connect_app`);
      await client.query("UPDATE tenant.grants SET ended_at = now() WHERE id = $1", [
        victim.connection.grantId,
      ]);
    };
    rounds.push(await measureRound({ urls, client, victim, end }));
  }
  await client.query(`GRANT ${poll} TO connect_app`);
  return rounds;
}

function summarise(rounds: readonly Round[]) {
  const of = (pick: (round: Round) => number | number[] | null) => {
    const sorted = rounds.flatMap((round) => pick(round) ?? []).sort((a, b) => a - b);
    const [p50Ms, p99Ms] = [quantile(sorted, 0.5), quantile(sorted, 0.99)].map(round2);
    return { p50Ms, p99Ms, maxMs: round2(sorted.at(-1) ?? 0) };
  };
  const staleAllows = rounds.reduce((sum, round) => sum + round.staleAllows, 0);
  return {
    rounds: rounds.length,
    ...of(({ refusedMs }) => refusedMs),
    ...(rounds.some(({ closedMs }) => closedMs !== null) ? { streams: of(({ closedMs }) => closedMs) } : {}),
    answers: of(({ answersMs }) => answersMs),
    staleAllows,
  };
}

async function withInstances<Result>(isHearing: boolean, run: (urls: string[]) => Promise<Result>) {
  const instances = await startInstances({ count: INSTANCES, isHearing, env });
  try {
    return await run(instances.map(({ url }) => url));
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()));
  }
}

try {
  const [listen, heard, storm] = await withInstances(true, async (urls) => {
    say(`${INSTANCES} instances that listen, ${ROUNDS} rounds`);
    await runRounds(urls, WARM_UP_ROUNDS);
    const ended = summarise(await runRounds(urls, ROUNDS));
    return [ended, await runRefusals(urls, REFUSAL_ROUNDS), await runStorm(urls)] as const;
  });
  const [pollOnly, polled, neither] = await withInstances(false, async (urls) => {
    say(`without LISTEN, ${POLL_ROUNDS} rounds; then without the poll as well, ${DEAF_ROUNDS} rounds`);
    await runRounds(urls, Math.ceil(WARM_UP_ROUNDS / 4));
    const ended = summarise(await runRounds(urls, POLL_ROUNDS));
    return [ended, await runRefusals(urls, REFUSAL_POLL_ROUNDS), summarise(await runDeaf(urls))] as const;
  });
  const victims = await Promise.all(Array.from({ length: TOKENS }, makeVictim));
  const checks = await measureChecks(victims.map(({ connection }) => connection.token));
  const all = [listen, pollOnly, neither, storm, ...Object.values(heard), ...Object.values(polled)];
  const staleAllows = all.reduce((sum, one) => sum + one.staleAllows, 0);
  console.log(
    JSON.stringify({
      instances: INSTANCES,
      staleAllows,
      listen,
      pollOnly,
      neither,
      refusals: { listen: heard, pollOnly: polled },
      storm: {
        connections: STORM,
        statementMs: round2(storm.statementsMs),
        commitMs: round2(storm.commitMs),
        refusedMs: round2(storm.refusedMs),
      },
      checks: Object.fromEntries(Object.entries(checks).map(([name, value]) => [name, round2(value)])),
      machine: { cpus: cpus().length, model: cpus()[0]?.model, node: process.version },
    }),
  );
  if (staleAllows > 0) process.exitCode = 1;
} finally {
  await client.end();
  await closePools();
  await postgres.stop();
}
