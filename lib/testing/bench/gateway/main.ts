// What the gateway costs, both sides measured in one run: calls a second, added time and CPU a call. Everything is on
// loopback, each server in a process of its own; rounds are interleaved so that a busy moment meets all sides alike.
import { cpus, loadavg } from "node:os";
import { buildApp, generateClient } from "#lib/server/build-app.ts";
import { measureCold } from "./measure-cold.ts";
import { measureIdle } from "./measure-idle.ts";
import { measureScale } from "./measure-scale.ts";
import { callOnce, measureLoad } from "./measure.ts";
import { openSides, type Sides } from "./open-sides.ts";
import { prepareGateway } from "./prepare-gateway.ts";
import { type Round, runRound } from "./run-round.ts";
import { startProcess } from "./start-process.ts";
import { spread } from "./summarise.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 3);
const SECONDS = Number(process.env["BENCH_SECONDS"] ?? 3);
const STREAMS = Number(process.env["BENCH_STREAMS"] ?? 10_000);
const TENANTS = Number(process.env["BENCH_TENANTS"] ?? 10_000);
const GRANTS = Number(process.env["BENCH_GRANTS"] ?? 1_000_000);
const CALLS = Number(process.env["BENCH_CALLS"] ?? 1_000_000);
const STREAMS_PER_CONNECTION = 16;
const WARM_UP_SECONDS = 2;
const say = (text: string) => process.stderr.write(`${text}\n`);

async function warmUp(sides: Sides): Promise<void> {
  for (const [name, target] of Object.entries(sides.targets)) {
    await callOnce(target);
    await measureLoad(target, 32, WARM_UP_SECONDS);
    say(`warm: ${name}`);
  }
}

await generateClient();
await buildApp();
const bare = await startProcess("serve-bare-upstream.ts");
const sdk = await startProcess("serve-sdk-upstream.ts");
const forward = await startProcess("serve-forward.ts", { args: [bare.url] });
const bench = await prepareGateway([sdk, bare]);
try {
  const sides = await openSides({ bare, sdk, forward, bench });
  // First, while the process holds no memory that load left behind: streams would fill that without its growing.
  const listeners = await bench.connectMany(`${bare.url}/json`, Math.ceil(STREAMS / STREAMS_PER_CONNECTION));
  const idle = await measureIdle(bench.gateway, listeners, STREAMS);
  say(`idle: ${JSON.stringify(idle)}`);
  await warmUp(sides);
  const rounds: Round[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    rounds.push(await runRound(sides, SECONDS));
    say(`round ${round} of ${ROUNDS}: ${JSON.stringify(rounds.at(-1))}`);
  }
  const session = await measureCold(bench, `${bare.url}/json`);
  say(`sessions: ${JSON.stringify(session)}`);
  const others = { tenants: TENANTS, grants: GRANTS, calls: CALLS };
  const scale =
    GRANTS === 0 ? null : await measureScale({ bench, bare, others, rounds: ROUNDS, seconds: SECONDS, say });
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model,
    node: process.version,
    platform: process.platform,
    load: loadavg().map((load) => Math.round(load * 10) / 10),
  };
  const { kbPerStream } = idle;
  const result = { ...spread(rounds), kbPerIdleStream: kbPerStream, idle, session, scale };
  console.log(JSON.stringify({ ...result, rounds: ROUNDS, secondsPerMeasurement: SECONDS, machine }));
} finally {
  await bench.stop();
  await Promise.all([bare, sdk, forward].map((started) => started.stop()));
}
