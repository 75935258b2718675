// A process of its own that checks tokens: what a check costs with and without a look-up, how many statements a look-up
// takes, and how much memory it keeps of them. Told the tokens by its parent, it answers with the figures and ends.
import pg from "pg";
import { startRevocationWatch, stopRevocationWatch } from "#lib/grants/watch-revocations.ts";
import { resolveClientActor } from "#lib/oauth/resolve-client-actor.ts";
import { resolveAccessToken } from "#lib/oauth/store.ts";
import { startBus } from "#lib/platform/bus/start-bus.ts";
import { stopBus } from "#lib/platform/bus/stop-bus.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { closePools } from "#lib/platform/db/sql.ts";
import { spread } from "../gateway/summarise.ts";
import { countPerSecond } from "./drive-load.ts";

export type CheckTask = { tokens: string[]; rounds: number; seconds: number };

const WORKERS = 32;
const HITS = 100_000;
const HOT = 1_000;

let statements = 0;
const query = Reflect.get(pg.Client.prototype, "query") as (...args: unknown[]) => unknown;
Reflect.set(pg.Client.prototype, "query", function count(this: pg.Client, ...args: unknown[]) {
  statements += 1;
  return Reflect.apply(query, this, args);
});

async function check(token: string | undefined): Promise<void> {
  const { ok } = await resolveClientActor(`Bearer ${token}`, null);
  if (!ok) throw new Error("A live token was refused.");
}

function memoryNow(): { heapMb: number; rssMb: number } {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / 1e6, rssMb: rss / 1e6 };
}

/** Nobody hears of revocations, so every check asks; beside it the same statement without anything around it. */
async function measureMiss({ tokens, seconds }: CheckTask) {
  let next = 0;
  const take = () => tokens[(next += 1) % tokens.length];
  const work = Array.from({ length: WORKERS }, () => () => check(take()));
  const bare = Array.from({ length: WORKERS }, () => async () => {
    await resolveAccessToken(sha256Hex(String(take())));
  });
  const barePerSecond = await countPerSecond(seconds, bare);
  const perSecond = await countPerSecond(seconds, work);
  return { perSecond, barePerSecond, ratio: perSecond / barePerSecond };
}

async function measureStatements({ tokens }: CheckTask): Promise<number> {
  const before = statements;
  for (const token of tokens.slice(0, HOT)) await check(token);
  return (statements - before) / HOT;
}

/** The CPU of checks whose answer is remembered. */
async function measureHits({ tokens }: CheckTask) {
  const hot = tokens.slice(0, HOT);
  for (const token of hot) await check(token);
  const before = statements;
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  for (let hit = 0; hit < HITS; hit++) await check(hot[hit % HOT]);
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = HITS / ((performance.now() - startedAt) / 1_000);
  return { cpuUs: (user + system) / HITS, perSecond, statements: (statements - before) / HITS };
}

async function measure(task: CheckTask) {
  const misses = [];
  for (let round = 0; round < task.rounds; round++) misses.push(await measureMiss(task));
  const statementsPerMiss = await measureStatements(task);
  const before = memoryNow();
  await startBus();
  await startRevocationWatch();
  const hits = [];
  await measureHits(task);
  for (let round = 0; round < task.rounds; round++) hits.push(await measureHits(task));
  for (const token of task.tokens) await check(token);
  const memory = { beforeAllWereChecked: before, afterAllWereChecked: memoryNow() };
  return { miss: { ...spread(misses), statementsPerMiss }, hit: spread(hits), memory };
}

process.once("message", (task: CheckTask) => {
  measure(task)
    .then((figures) => process.send?.(figures))
    .then(() => Promise.all([stopRevocationWatch(), stopBus()]))
    .then(() => closePools())
    .then(() => process.disconnect())
    .catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    });
});
