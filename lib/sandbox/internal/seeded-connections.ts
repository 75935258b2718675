import "#server-only";
import type { SeededGrant } from "#lib/grants/put-seeded-grants.ts";
import type { GrantId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import type { People } from "./find-people.ts";
import { seedId } from "./seed-id.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LIFETIME_MS = 180 * DAY_MS;

export const APPS = {
  claude: {
    clientId: "https://claude.ai/oauth/mcp-oauth-client-metadata",
    clientName: "Claude",
    clientIdentity: "verified",
    redirectHost: "claude.ai",
    network: "160.79.104.10",
    family: "claude",
    agent: "claude-user",
  },
  code: {
    clientId: "https://claude.ai/oauth/claude-code-client-metadata",
    clientName: "Claude Code",
    clientIdentity: "local",
    redirectHost: "localhost",
    network: "203.0.113.0/24",
    family: "claude-code",
    agent: "claude-code",
  },
  cursor: {
    clientId: "dcr_sandboxcursor0000000000",
    clientName: "Cursor",
    clientIdentity: "registered",
    redirectHost: "cursor.com",
    network: "198.51.100.0/24",
    family: "other",
    agent: "cursor",
  },
  notes: {
    clientId: "dcr_sandboxnotes00000000000",
    clientName: "Meeting notes",
    clientIdentity: "registered",
    redirectHost: "meeting-notes.example",
    network: "192.0.2.0/24",
    family: "other",
    agent: "node",
  },
} as const;
export type AppName = keyof typeof APPS;

const READ = ["agents.read", "runs.read", "schedules.read", "skills.read"];
const WORK = [...READ, "chat.read", "chat.external"];
const PLAN = [...WORK, "agents.write", "schedules.write"];

type Seed = {
  who: string;
  app: AppName;
  groups: string[];
  /** Days before now it was made, hours before now it was last used. */
  made: number;
  used: number | null;
  /** Days before now it ended, and why. */
  ended?: { days: number; reason: "person" | "admin" };
};

const SEEDS: readonly Seed[] = [
  { who: "priya", app: "claude", groups: WORK, made: 34, used: 2 },
  { who: "priya", app: "code", groups: PLAN, made: 27, used: 26 },
  { who: "jonas", app: "claude", groups: READ, made: 31, used: 5 },
  { who: "jonas", app: "cursor", groups: WORK, made: 12, used: 29 },
  { who: "tomas", app: "code", groups: PLAN, made: 20, used: 3 },
  { who: "samuel", app: "claude", groups: PLAN, made: 33, used: 8 },
  { who: "ellen", app: "claude", groups: READ, made: 18, used: 300 },
  { who: "tomas", app: "cursor", groups: WORK, made: 29, used: 400, ended: { days: 15, reason: "person" } },
  { who: "jonas", app: "notes", groups: READ, made: 14, used: 320, ended: { days: 13, reason: "admin" } },
];

export type SeededConnection = SeededGrant & { id: GrantId; who: string; app: AppName };

/** The sandbox's connections as they are to be at that moment, by four apps of five people. */
export function seededConnections({ tenantId, byName }: People, now: Date): SeededConnection[] {
  return SEEDS.map(({ who, app, groups, made, used, ended }) => {
    const { membershipId, personId } = byName(who);
    const { clientId, clientName, clientIdentity, redirectHost } = APPS[app];
    const before = (ms: number) => new Date(now.getTime() - ms);
    const createdAt = before(made * DAY_MS);
    const endedBy = ended && (ended.reason === "person" ? personId : byName("samuel").personId);
    return {
      id: seedId(tenantId, `grant ${who} ${app}`) as GrantId,
      who,
      app,
      membershipId,
      personId,
      clientId,
      clientName,
      clientIdentity,
      redirectHost,
      resource: `${getConfig().publicUrl}/api/mcp`,
      groups: [...groups],
      createdAt,
      connectedAt: new Date(createdAt.getTime() + 2_000),
      lastUsedAt: used === null ? null : before(used * HOUR_MS),
      expiresAt: new Date(createdAt.getTime() + LIFETIME_MS),
      endedAt: ended ? before(ended.days * DAY_MS) : null,
      endedBy: endedBy ?? null,
      endedReason: ended?.reason ?? null,
    };
  });
}
