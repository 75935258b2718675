import "#server-only";
import type { ClientActor } from "#lib/kernel/actor.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { once } from "#lib/platform/registry/once.ts";
import { CallCounts } from "./call-counts.ts";
import { CountExchange } from "./count-exchange.ts";

/** Lists, prompts, resources and completions are cheaper than calls and come in bursts when an app starts. */
const REQUESTS_FOR_A_CALL = 5;

/**
 * Counts one tool call of this person, of this app in this organisation, and of the organisation. Null within the limits;
 * else the seconds to wait, and nothing is counted. Each instance counts for itself and they tell each other once a
 * second of what is above a quarter of its limit; without the database each goes on alone.
 */
export function checkCallLimit(actor: ClientActor): number | null {
  return check(actor, "call", 1);
}

/** The same of any other request that reaches an instance or reads a list, at five times the limits. */
export function checkRequestLimit(actor: ClientActor): number | null {
  return check(actor, "request", REQUESTS_FOR_A_CALL);
}

function check({ tenantId, personId, clientId }: ClientActor, kind: string, factor: number): number | null {
  const { person, client, tenant } = getConfig().mcp.callsPerMinute;
  const { counts, exchange } = state();
  const limited = [
    { name: `${kind} person ${tenantId} ${personId}`, limit: person * factor },
    { name: `${kind} client ${tenantId} ${clientId}`, limit: client * factor },
    { name: `${kind} tenant ${tenantId}`, limit: tenant * factor },
  ];
  const wait = counts.take(limited, Date.now());
  if (counts.isAnyHot) exchange.begin();
  return wait === null ? null : Math.max(1, Math.ceil(wait / 1000));
}

function state(): { counts: CallCounts; exchange: CountExchange } {
  return once("mcp.call-counts", () => {
    const counts = new CallCounts();
    return { counts, exchange: new CountExchange(counts) };
  });
}
