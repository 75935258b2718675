import "#server-only";
import type { PastCall } from "#lib/activity/record-past-calls.ts";
import type { TenantId, UpstreamId } from "#lib/kernel/ids.ts";
import { seedId, seedNumbers } from "./seed-id.ts";
import { APPS, type SeededConnection } from "./seeded-connections.ts";

const HOUR_MS = 3_600_000;
/** How much is going on in an hour of a working day (UTC), and what is left of it at a weekend. */
const BUSY = [0, 0, 0, 0, 0, 1, 2, 4, 6, 7, 7, 6, 4, 6, 7, 7, 6, 4, 2, 1, 1, 0, 0, 0] as const;
const WEEKEND = 0.15;

/** Tools by how often they are called, the milliseconds a call takes and the bytes of an answer. */
const TOOLS = [
  ["list_agents", 9, 60, 2_400],
  ["get_agent", 6, 40, 900],
  ["chat_with_agent", 8, 2_600, 700],
  ["list_recent_executions", 5, 55, 3_100],
  ["list_agent_schedules", 3, 45, 1_300],
  ["list_skills", 2, 30, 800],
  ["create_agent_schedule", 1, 90, 400],
] as const;
const WEIGHTS = TOOLS.reduce((sum, [, weight]) => sum + weight, 0);

type Wanted = {
  tenantId: TenantId;
  upstreamId: UpstreamId;
  connections: readonly SeededConnection[];
  from: Date;
  until: Date;
};

/** What the sandbox's people did in that time, hour by hour: the same each time it is asked for. */
export function seededCalls({ tenantId, upstreamId, connections, from, until }: Wanted): PastCall[] {
  const calls: PastCall[] = [];
  for (let hour = Math.ceil(from.getTime() / HOUR_MS); hour * HOUR_MS < until.getTime(); hour += 1) {
    const start = new Date(hour * HOUR_MS);
    const numbers = seedNumbers(`${tenantId} ${hour}`);
    const isWeekend = [0, 6].includes(start.getUTCDay());
    const count = Math.round((BUSY[start.getUTCHours()] ?? 0) * (isWeekend ? WEEKEND : 0.6 + numbers()));
    for (let index = 0; index < count; index += 1) {
      const at = new Date(start.getTime() + Math.floor(numbers() * HOUR_MS));
      const live = connections.filter(
        (one) => one.createdAt < at && (one.endedAt === null || one.endedAt > at),
      );
      const by = live[Math.floor(numbers() * live.length)];
      if (!by || at >= until) continue;
      const id = seedId(tenantId, `call ${hour} ${index}`);
      calls.push(toCall({ id, at, by, upstreamId, numbers }));
    }
  }
  return calls.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

type Made = { id: string; at: Date; by: SeededConnection; upstreamId: UpstreamId; numbers: () => number };

function toCall({ id, at, by, upstreamId, numbers }: Made): PastCall {
  const [tool, , ms, bytes] = pick(numbers());
  const call = {
    id,
    at,
    personId: by.personId,
    grantId: by.id,
    clientId: by.clientId,
    network: APPS[by.app].network,
    upstreamId,
    tool,
    outcome: "ok",
    ms: Math.round(ms * (0.6 + numbers())),
    bytesIn: 180 + Math.floor(numbers() * 400),
    bytesOut: Math.round(bytes * (0.5 + numbers())),
  } as const;
  const luck = numbers();
  // A member may not delete; now and then an app tries, an agent is slow, or a person changes their mind.
  if (luck < 0.03)
    return { ...call, tool: "delete_agent", outcome: "denied", layer: "grant", ms: 1, bytesOut: 210 };
  if (luck < 0.045) return { ...call, outcome: "tool_error", bytesOut: 160 };
  if (luck < 0.055)
    return { ...call, outcome: "upstream_failed", reason: "timeout", ms: 30_000, bytesOut: 190 };
  if (luck < 0.06) return { ...call, outcome: "cancelled", bytesOut: 0 };
  return call;
}

function pick(number: number): (typeof TOOLS)[number] {
  let left = number * WEIGHTS;
  for (const tool of TOOLS) {
    left -= tool[1];
    if (left < 0) return tool;
  }
  return TOOLS[0];
}
