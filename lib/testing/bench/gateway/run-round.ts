import { type Kind, KINDS } from "./answers.ts";
import { measureLatency, measureLoad, type Target } from "./measure.ts";
import type { Sides } from "./open-sides.ts";
import type { BenchProcess } from "./start-process.ts";
import { quantile } from "./summarise.ts";

export type Round = {
  cpuMsPerCall: number;
  cpuMsBareForward: number;
  cpuMsNextDoor: number;
  ratio1: number;
  ratio32: number;
  ratio32Bare: number;
  addedP50Ms: number;
  addedP99Ms: number;
  /** Through the gateway over the bare forward, 32 connections, for each kind of answer. */
  ratioByKind: Record<string, number>;
  perSecond: Record<string, number>;
};

type Load = { perSecond: number; cpuMs: number };

async function measureCpu(measured: BenchProcess, target: Target, seconds: number): Promise<Load> {
  const before = await measured.cpuMs();
  const { perSecond, total } = await measureLoad(target, 32, seconds);
  return { perSecond, cpuMs: ((await measured.cpuMs()) - before) / total };
}

/** Every side once, those that are compared right after each other. */
export async function runRound({ targets, ...processes }: Sides, seconds: number): Promise<Round> {
  const perSecond = async (target: Target, connections: number) =>
    (await measureLoad(target, connections, seconds)).perSecond;
  const sdk1 = await perSecond(targets.sdk, 1);
  const gatewaySdk1 = await perSecond(targets["gateway sdk"], 1);
  const sdk32 = await perSecond(targets.sdk, 32);
  const gatewaySdk32 = await perSecond(targets["gateway sdk"], 32);
  const forwarded = {} as Record<Kind, Load>;
  const through = {} as Record<Kind, Load>;
  for (const kind of KINDS) {
    forwarded[kind] = await measureCpu(processes.forward, targets[`forward ${kind}`], seconds);
    through[kind] = await measureCpu(processes.gateway, targets[`gateway ${kind}`], seconds);
  }
  const nextDoor = await measureCpu(processes.nextDoor, targets["next door"], seconds);
  const direct = await measureLatency(targets["bare json"], seconds);
  const added = await measureLatency(targets["gateway json"], seconds);
  const ratioOf = (kind: Kind) => through[kind].perSecond / forwarded[kind].perSecond;
  const rates = (loads: Record<Kind, Load>, name: string) =>
    Object.fromEntries(KINDS.map((kind) => [`${name} ${kind}`, loads[kind].perSecond]));
  return {
    cpuMsPerCall: through.json.cpuMs,
    cpuMsBareForward: forwarded.json.cpuMs,
    cpuMsNextDoor: nextDoor.cpuMs,
    ratio1: gatewaySdk1 / sdk1,
    ratio32: gatewaySdk32 / sdk32,
    ratio32Bare: ratioOf("json"),
    addedP50Ms: quantile(added, 0.5) - quantile(direct, 0.5),
    addedP99Ms: quantile(added, 0.99) - quantile(direct, 0.99),
    ratioByKind: Object.fromEntries(KINDS.map((kind) => [kind, ratioOf(kind)])),
    perSecond: {
      sdk1,
      gatewaySdk1,
      sdk32,
      gatewaySdk32,
      ...rates(forwarded, "forward"),
      ...rates(through, "gateway"),
      nextDoor: nextDoor.perSecond,
    },
  };
}
