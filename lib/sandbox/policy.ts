import "#server-only";

const HOUR_MS = 60 * 60 * 1000;

/** When a night begins (UTC): few people work then anywhere a reviewer is likely to. */
const NIGHT_HOUR = 3;
/** How long looks at the sandbox are kept. */
export const PROBE_DAYS = 90;

/** When the newest night began. */
export function nightOf(now: Date): Date {
  const night = new Date(now);
  night.setUTCHours(NIGHT_HOUR, 0, 0, 0);
  return night <= now ? night : new Date(night.getTime() - 24 * HOUR_MS);
}

/** What every look at the sandbox calls, with the input we document: nothing that changes anything. */
export const PROBE_TOOLS = ["list_agents", "list_agent_schedules", "get_fleet_health"] as const;
