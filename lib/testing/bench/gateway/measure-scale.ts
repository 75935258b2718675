import { Agent } from "node:http";
import { callOnce, measureLoad, type Target } from "./measure.ts";
import { type BenchGateway, prepareGateway } from "./prepare-gateway.ts";
import { readPostgresCpu } from "./read-postgres-cpu.ts";
import { type Others, seedOthers } from "./seed-others.ts";
import type { BenchProcess } from "./start-process.ts";
import { quantile, spread } from "./summarise.ts";

type Cost = {
  /** Of the gateway and Postgres together, for a call of a connection used all the time. */
  cpuMsPerCall: number;
  perSecond: number;
  /** For a connection's first call: its token is looked up in the database. */
  firstP50Ms: number;
  firstP99Ms: number;
};

type Wish = {
  bench: BenchGateway;
  bare: BenchProcess;
  others: Others;
  rounds: number;
  seconds: number;
  say: (text: string) => void;
};

const FIRST_CALLS = 1_000;

/** The cost of a call in a full database beside that in an almost empty one, in the same rounds, and their ratio. */
export async function measureScale({ bench, bare, others, rounds, seconds, say }: Wish) {
  const full = await prepareGateway([bare]);
  try {
    const url = `${bare.url}/json`;
    const busy = { empty: await bench.connect(url), full: await full.connect(url) };
    await callOnce(busy.full);
    await measureLoad(busy.full, 32, 2);
    await seedOthers(full.admin, others, say);
    const costs: Record<"empty" | "full", Cost>[] = [];
    for (let round = 1; round <= rounds; round++) {
      const quiet = {
        empty: await bench.connectMany(url, FIRST_CALLS),
        full: await full.connectMany(url, FIRST_CALLS),
      };
      costs.push({
        empty: await measureCost(bench, { busy: busy.empty, quiet: quiet.empty, seconds }),
        full: await measureCost(full, { busy: busy.full, quiet: quiet.full, seconds }),
      });
      say(`scale ${round} of ${rounds}: ${JSON.stringify(costs.at(-1))}`);
    }
    const ratios = costs.map(({ empty, full: filled }) => ({
      cpu: filled.cpuMsPerCall / empty.cpuMsPerCall,
      firstP50: filled.firstP50Ms / empty.firstP50Ms,
    }));
    return { others, fullOverEmpty: spread(ratios), ...spread(costs) };
  } finally {
    await full.stop();
  }
}

type Callers = { busy: Target; quiet: readonly Target[]; seconds: number };

async function measureCost(
  { gateway, postgresPid }: BenchGateway,
  { busy, quiet, seconds }: Callers,
): Promise<Cost> {
  const used = async () => (await gateway.cpuMs()) + ((await readPostgresCpu(postgresPid())) ?? 0);
  const before = await used();
  const { perSecond, total } = await measureLoad(busy, 32, seconds);
  const cpuMsPerCall = ((await used()) - before) / total;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (const target of quiet) {
    const startedAt = performance.now();
    await callOnce(target, agent);
    times.push(performance.now() - startedAt);
  }
  agent.destroy();
  times.sort((a, b) => a - b);
  return { cpuMsPerCall, perSecond, firstP50Ms: quantile(times, 0.5), firstP99Ms: quantile(times, 0.99) };
}
