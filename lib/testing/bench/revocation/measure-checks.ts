import { startRevocationWatch, stopRevocationWatch } from "#lib/grants/watch-revocations.ts";
import { resolveClientActor } from "#lib/oauth/resolve-client-actor.ts";
import { appSql } from "#lib/platform/db/sql.ts";

const HITS = 100_000;
const MISSES = 2_000;
const WARM_UP = 2_000;

/** CPU of a check from memory; the time of one that asks the database, and of the barest prepared statement there. */
export async function measureChecks(
  tokens: readonly string[],
): Promise<{ hitCpuMicros: number; missMicros: number; bareStatementMicros: number }> {
  const check = async (token = "") => {
    if (!(await resolveClientActor(`Bearer ${token}`, null)).ok) throw new Error("A live token was refused.");
  };
  const bare = () => appSql().query({ name: "bare", text: "SELECT $1::int", values: [1] });
  for (let turn = 0; turn < WARM_UP; turn++) await Promise.all([check(tokens[0]), bare()]);
  const missMicros = await timeOf(MISSES, (turn) => check(tokens[turn % tokens.length]));
  const bareStatementMicros = await timeOf(MISSES, bare);
  await startRevocationWatch();
  for (let turn = 0; turn < WARM_UP; turn++) await check(tokens[turn % tokens.length]);
  const before = process.cpuUsage();
  for (let turn = 0; turn < HITS; turn++) await check(tokens[turn % tokens.length]);
  const { user, system } = process.cpuUsage(before);
  await stopRevocationWatch();
  return { hitCpuMicros: (user + system) / HITS, missMicros, bareStatementMicros };
}

async function timeOf(turns: number, run: (turn: number) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  for (let turn = 0; turn < turns; turn++) await run(turn);
  return ((performance.now() - startedAt) / turns) * 1_000;
}
