// What the gateway costs, both sides measured in one run: calls a second, added time and CPU a call. Everything is on
// loopback, each server in a process of its own; rounds are interleaved so that a busy moment meets all sides alike.
import { cpus } from "node:os";
import { callOnce, measureLatency, measureLoad, type Target } from "./measure.ts";
import { prepareGateway } from "./prepare-gateway.ts";
import { type BenchProcess, startProcess } from "./start-process.ts";
import { quantile, spread } from "./summarise.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 3);
const WARM_UP_SECONDS = 2;
const say = (text: string) => process.stderr.write(`${text}\n`);

type Round = {
  cpuMsPerCall: number;
  cpuMsBareForward: number;
  ratio1: number;
  ratio32: number;
  ratio32Bare: number;
  addedP50Ms: number;
  addedP99Ms: number;
  perSecond: Record<string, number>;
};

async function measureCpu(
  measured: BenchProcess,
  target: Target,
): Promise<{ perSecond: number; cpuMs: number }> {
  const before = await measured.cpuMs();
  const { perSecond, total } = await measureLoad(target, 32, SECONDS);
  return { perSecond, cpuMs: ((await measured.cpuMs()) - before) / total };
}

type Sides = Record<"sdk" | "bare" | "forwarded" | "gatewaySdk" | "gatewayBare", Target>;

async function runRound(sides: Sides, gateway: BenchProcess, forward: BenchProcess): Promise<Round> {
  const perSecond = async (target: Target, connections: number) =>
    (await measureLoad(target, connections, SECONDS)).perSecond;
  const sdk1 = await perSecond(sides.sdk, 1);
  const gatewaySdk1 = await perSecond(sides.gatewaySdk, 1);
  const sdk32 = await perSecond(sides.sdk, 32);
  const gatewaySdk32 = await perSecond(sides.gatewaySdk, 32);
  const bare32 = await perSecond(sides.bare, 32);
  const forwarded = await measureCpu(forward, sides.forwarded);
  const gatewayBare = await measureCpu(gateway, sides.gatewayBare);
  const direct = await measureLatency(sides.bare, SECONDS);
  const through = await measureLatency(sides.gatewayBare, SECONDS);
  return {
    cpuMsPerCall: gatewayBare.cpuMs,
    cpuMsBareForward: forwarded.cpuMs,
    ratio1: gatewaySdk1 / sdk1,
    ratio32: gatewaySdk32 / sdk32,
    ratio32Bare: gatewayBare.perSecond / forwarded.perSecond,
    addedP50Ms: quantile(through, 0.5) - quantile(direct, 0.5),
    addedP99Ms: quantile(through, 0.99) - quantile(direct, 0.99),
    perSecond: {
      sdk1,
      gatewaySdk1,
      sdk32,
      gatewaySdk32,
      bare32,
      forwardBare32: forwarded.perSecond,
      gatewayBare32: gatewayBare.perSecond,
    },
  };
}

const bare = await startProcess("serve-bare-upstream.ts");
const sdk = await startProcess("serve-sdk-upstream.ts");
const forward = await startProcess("serve-forward.ts", { args: [`${bare.url}/mcp`] });
const { gateway, connections, stop } = await prepareGateway([sdk, bare]);
const mcp = `${gateway.url}/api/mcp`;
const sides: Sides = {
  sdk: { url: `${sdk.url}/mcp` },
  bare: { url: `${bare.url}/mcp` },
  forwarded: { url: `${forward.url}/mcp` },
  gatewaySdk: { url: mcp, headers: connections[0] ?? {} },
  gatewayBare: { url: mcp, headers: connections[1] ?? {} },
};
try {
  for (const [name, target] of Object.entries(sides)) {
    await callOnce(target);
    await measureLoad(target, 32, WARM_UP_SECONDS);
    say(`warm: ${name}`);
  }
  const rounds: Round[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    rounds.push(await runRound(sides, gateway, forward));
    say(`round ${round} of ${ROUNDS}: ${JSON.stringify(rounds.at(-1))}`);
  }
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model,
    node: process.version,
    platform: process.platform,
  };
  console.log(JSON.stringify({ ...spread(rounds), rounds: ROUNDS, secondsPerMeasurement: SECONDS, machine }));
} finally {
  await stop();
  await Promise.all([bare, sdk, forward].map((started) => started.stop()));
}
