import { type Kind, KINDS } from "./answers.ts";
import type { Target } from "./measure.ts";
import type { BenchGateway } from "./prepare-gateway.ts";
import type { BenchProcess } from "./start-process.ts";

type ByKind = Record<`bare ${Kind}` | `forward ${Kind}` | `gateway ${Kind}`, Target>;

export type Sides = {
  gateway: BenchProcess;
  nextDoor: BenchProcess;
  forward: BenchProcess;
  /** Where each side is called: directly, through a bare forward, through us; and through our Next door. */
  targets: ByKind & Record<"sdk" | "gateway sdk" | "next door", Target>;
};

type Opened = { bare: BenchProcess; sdk: BenchProcess; forward: BenchProcess; bench: BenchGateway };

/** A connection of its own for every kind of answer, and one for the upstream built on the SDK. */
export async function openSides({ bare, sdk, forward, bench }: Opened): Promise<Sides> {
  const byKind: Partial<ByKind> = {};
  for (const kind of KINDS) {
    byKind[`bare ${kind}`] = { url: `${bare.url}/${kind}` };
    byKind[`forward ${kind}`] = { url: `${forward.url}/${kind}` };
    byKind[`gateway ${kind}`] = await bench.connect(`${bare.url}/${kind}`);
  }
  const nextDoor = await bench.openNextDoor();
  const toNext = await bench.connect(`${bare.url}/json`);
  return {
    gateway: bench.gateway,
    nextDoor,
    forward,
    targets: {
      ...(byKind as ByKind),
      sdk: { url: `${sdk.url}/mcp` },
      "gateway sdk": await bench.connect(`${sdk.url}/mcp`),
      "next door": { ...toNext, url: `${nextDoor.url}/api/mcp` },
    },
  };
}
