import "#server-only";
import type { PastAttempt } from "#lib/activity/record-past-attempts.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { People } from "./find-people.ts";
import { seedNumbers } from "./seed-id.ts";
import { type AppName, APPS, type SeededConnection } from "./seeded-connections.ts";

const DAY_MS = 24 * 3_600_000;

const FAILURES = [
  { furthest: "S5", failed: { stage: "S6", reason: "denied" } },
  { furthest: "S7", failed: { stage: "S8", reason: "code_expired" } },
  { furthest: "S5", failed: { stage: "S6", reason: "request_expired" } },
] as const;

/** The runs of Connect that made these connections. */
export function attemptsOf(connections: readonly SeededConnection[], { tenantId }: People): PastAttempt[] {
  return connections.map(({ who, app, id, createdAt, personId }) => ({
    ...toApp(app),
    name: `${who} ${app}`,
    startedAt: new Date(createdAt.getTime() - 45_000),
    furthest: "S11",
    personId,
    tenantId,
    grantId: id,
  }));
}

/** One or two a day that did not come to anything, in that time. */
export function seededAttempts({ tenantId, byName }: People, from: Date, until: Date): PastAttempt[] {
  const attempts: PastAttempt[] = [];
  for (let day = Math.ceil(from.getTime() / DAY_MS); day * DAY_MS < until.getTime(); day += 1) {
    const numbers = seedNumbers(`attempts ${tenantId} ${day}`);
    const failure = FAILURES[Math.floor(numbers() * FAILURES.length)] ?? FAILURES[0];
    const startedAt = new Date(day * DAY_MS + 8 * 3_600_000 + Math.floor(numbers() * 9 * 3_600_000));
    const who = (["priya", "jonas", "tomas"] as const)[Math.floor(numbers() * 3)] ?? "priya";
    const app = numbers() < 0.6 ? "claude" : "cursor";
    if (startedAt < from || startedAt >= until || numbers() < 0.3) continue;
    const { personId } = byName(who);
    attempts.push({
      ...toApp(app),
      ...failure,
      name: `day ${day}`,
      startedAt,
      personId,
      tenantId,
      grantId: null,
    });
  }
  return attempts;
}

function toApp(app: AppName) {
  const { clientId, clientName, redirectHost, family, agent, network } = APPS[app];
  const resource = `${getConfig().publicUrl}/api/mcp`;
  return { clientId, clientName, redirectHost, family, agent, network, resource };
}
