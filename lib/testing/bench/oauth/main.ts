// What token requests and token checks cost beside the bare statements they are made of, in one run on one Postgres that
// keeps what it commits: rounds of both sides are interleaved, so that a busy moment meets both alike. One JSON line last.
import { fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { callServer } from "../../race/call-server.ts";
import { CLIENT_ID } from "../../race/open-connection.ts";
import { spread } from "../gateway/summarise.ts";
import { countPerSecond } from "./drive-load.ts";
import type { CheckTask } from "./measure-checks.ts";
import { type BenchServer, prepareServer } from "./prepare-server.ts";
import { redeemBare, refreshBare } from "./run-bare.ts";
import { type SeededGrant, seedCodes, seedGrants } from "./seed-grants.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 5);
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 2);
const GRANTS = Number(process.env["BENCH_GRANTS"] ?? 100_000);
const CODES = ROUNDS * SECONDS * 4_000;
const WORKERS = 32;
const WARM_UP_SECONDS = 2;
const say = (text: string) => process.stderr.write(`${text}\n`);

async function askToken({ server, publicUrl }: BenchServer, form: Record<string, string>) {
  const host = new URL(publicUrl).host;
  const answer = await callServer({ url: `${server.url}/oauth/token`, host, form });
  if (answer?.status !== 200) throw new Error(`The server answered ${answer?.status}.`);
  return answer.json;
}

/** Workers that rotate a connection of their own each, through the server or by its statements alone. */
function makeRefreshers(bench: BenchServer, grants: readonly SeededGrant[], isBare: boolean) {
  return grants.map(({ refresh }) => {
    let token = refresh;
    const form = { grant_type: "refresh_token", client_id: CLIENT_ID };
    return async () => {
      token = isBare
        ? await refreshBare(token)
        : String((await askToken(bench, { ...form, refresh_token: token }))["refresh_token"]);
    };
  });
}

/** Workers that redeem codes of one heap. */
function makeRedeemers(bench: BenchServer, codes: string[], isBare: boolean) {
  return Array.from({ length: WORKERS }, () => async () => {
    const code = codes.pop();
    if (code === undefined) throw new Error("The bench ran out of codes.");
    if (isBare) return await redeemBare(code);
    await askToken(bench, { ...bench.form, code });
  });
}

type Workers = readonly (() => Promise<void>)[];

async function compare(name: string, { server }: BenchServer, ours: Workers, bare: Workers) {
  await countPerSecond(WARM_UP_SECONDS, ours);
  const rounds = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const barePerSecond = await countPerSecond(SECONDS, bare);
    const cpuBefore = await server.cpuMs();
    const perSecond = await countPerSecond(SECONDS, ours);
    const cpuMs = ((await server.cpuMs()) - cpuBefore) / (perSecond * SECONDS);
    rounds.push({ perSecond, barePerSecond, ratio: perSecond / barePerSecond, serverCpuMs: cpuMs });
    say(`${name}, round ${round} of ${ROUNDS}: ${JSON.stringify(rounds.at(-1))}`);
  }
  return spread(rounds);
}

async function databaseBytes({ admin }: BenchServer): Promise<number> {
  const { rows } = await admin.query<{ bytes: number }>(
    "SELECT pg_database_size(current_database())::float8 AS bytes",
  );
  return rows[0]?.bytes ?? 0;
}

async function measureChecks(env: Record<string, string>, task: CheckTask): Promise<object> {
  const child = fork(fileURLToPath(new URL("measure-checks.ts", import.meta.url)), {
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...env },
    execArgv: ["--expose-gc"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The process that checks ended early (${String(code)}).`);
  });
  ended.catch(() => undefined);
  child.send(task);
  const [figures] = (await Promise.race([once(child, "message"), ended])) as [object];
  return figures;
}

async function run(bench: BenchServer) {
  const before = { bytes: await databaseBytes(bench), rssMb: await bench.server.rssMb() };
  const grants = await seedGrants(bench.admin, bench.template, GRANTS);
  const bytes = (await databaseBytes(bench)) - before.bytes;
  const rssMb = await bench.server.rssMb();
  say(`${GRANTS} live grants: ${Math.round(bytes / 1e6)} MB`);
  const codes = await seedCodes(bench.admin, bench.template, CODES);
  await bench.admin.query("VACUUM ANALYZE");
  const [ours, bare] = [grants.slice(0, WORKERS), grants.slice(WORKERS, 2 * WORKERS)];
  const refreshes = await compare(
    "refreshes",
    bench,
    makeRefreshers(bench, ours, false),
    makeRefreshers(bench, bare, true),
  );
  const redemptions = await compare(
    "codes",
    bench,
    makeRedeemers(bench, codes, false),
    makeRedeemers(bench, codes, true),
  );
  const tokens = grants.map(({ access }) => access);
  const checks = await measureChecks(bench.env, { tokens, rounds: ROUNDS, seconds: SECONDS });
  say("checks measured");
  const memory = {
    grants: GRANTS,
    databaseMb: bytes / 1e6,
    databaseBytesPerGrant: Math.round(bytes / GRANTS),
    serverRssMbBefore: before.rssMb,
    serverRssMbWithGrants: rssMb,
    serverRssMbAfterLoad: await bench.server.rssMb(),
  };
  return { refreshes, codes: redemptions, checks, memory };
}

const bench = await prepareServer();
try {
  const figures = await run(bench);
  const machine = { cpus: cpus().length, model: cpus()[0]?.model, node: process.version };
  console.log(JSON.stringify({ ...figures, rounds: ROUNDS, secondsPerMeasurement: SECONDS, machine }));
} finally {
  await bench.stop();
}
