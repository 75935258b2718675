import type { Effect } from "../kernel/effects.ts";
import { GROUP_TEXTS } from "./internal/group-texts.ts";

export type { Effect } from "../kernel/effects.ts";

/** The headings under which consent and policy pages show the groups, in their order. */
export const HEADINGS = [
  "Agents",
  "Chat and delegate",
  "Runs and logs",
  "Schedules and loops",
  "Skills and templates",
  "Git",
  "Credentials",
  "Systems and fleet",
  "Messages and operator queue",
  "Reports and monitoring",
  "Other",
] as const;
export type Heading = (typeof HEADINGS)[number];

type Row = {
  /** The OAuth scope: `<group>.<effect>`. Published; never renamed. */
  id: `${string}.${Effect}`;
  heading: Heading;
  /** Touches or may show keys, secrets or money: never ticked for a person, never asked for by our metadata. */
  credential?: true;
  /** May be listed at the shared address. */
  shared: boolean;
};

/** The closed list of tool groups, in the order every list of scopes keeps. No group mixes effects. */
const ROWS = [
  { id: "agents.read", heading: "Agents", shared: true },
  { id: "agents.write", heading: "Agents", shared: true },
  { id: "agents.destructive", heading: "Agents", shared: true },
  { id: "data.read", heading: "Agents", shared: false },
  { id: "data.destructive", heading: "Agents", shared: false },
  { id: "chat.read", heading: "Chat and delegate", shared: true },
  { id: "chat.external", heading: "Chat and delegate", shared: true },
  { id: "playbooks.read", heading: "Chat and delegate", shared: true },
  { id: "rooms.read", heading: "Chat and delegate", shared: true },
  { id: "rooms.write", heading: "Chat and delegate", shared: true },
  { id: "rooms.destructive", heading: "Chat and delegate", shared: true },
  { id: "rooms.external", heading: "Chat and delegate", shared: true },
  { id: "peers.read", heading: "Chat and delegate", shared: true },
  { id: "peers.destructive", heading: "Chat and delegate", credential: true, shared: false },
  { id: "peers.external", heading: "Chat and delegate", credential: true, shared: false },
  { id: "runs.read", heading: "Runs and logs", shared: true },
  { id: "logs.read", heading: "Runs and logs", credential: true, shared: true },
  { id: "schedules.read", heading: "Schedules and loops", shared: true },
  { id: "schedules.write", heading: "Schedules and loops", shared: true },
  { id: "schedules.destructive", heading: "Schedules and loops", shared: true },
  { id: "schedules.external", heading: "Schedules and loops", shared: true },
  { id: "loops.destructive", heading: "Schedules and loops", shared: true },
  { id: "loops.external", heading: "Schedules and loops", shared: true },
  { id: "skills.read", heading: "Skills and templates", shared: true },
  { id: "skills.write", heading: "Skills and templates", shared: true },
  { id: "skills.destructive", heading: "Skills and templates", shared: true },
  { id: "templates.read", heading: "Skills and templates", shared: true },
  { id: "sources.read", heading: "Skills and templates", shared: true },
  { id: "sources.write", heading: "Skills and templates", shared: false },
  { id: "sources.destructive", heading: "Skills and templates", shared: false },
  { id: "git.read", heading: "Git", shared: true },
  { id: "git.destructive", heading: "Git", shared: true },
  { id: "git.external", heading: "Git", shared: true },
  { id: "credentials.read", heading: "Credentials", credential: true, shared: true },
  { id: "credentials.write", heading: "Credentials", credential: true, shared: false },
  { id: "credentials.destructive", heading: "Credentials", credential: true, shared: false },
  { id: "secrets.read", heading: "Credentials", credential: true, shared: false },
  { id: "secrets.write", heading: "Credentials", credential: true, shared: false },
  { id: "subscriptions.read", heading: "Credentials", credential: true, shared: false },
  { id: "subscriptions.destructive", heading: "Credentials", credential: true, shared: false },
  { id: "systems.read", heading: "Systems and fleet", shared: true },
  { id: "systems.destructive", heading: "Systems and fleet", shared: true },
  { id: "payments.read", heading: "Systems and fleet", credential: true, shared: false },
  { id: "payments.destructive", heading: "Systems and fleet", credential: true, shared: false },
  { id: "messages.read", heading: "Messages and operator queue", shared: true },
  { id: "messages.write", heading: "Messages and operator queue", shared: true },
  { id: "messages.external", heading: "Messages and operator queue", shared: true },
  { id: "calls.external", heading: "Messages and operator queue", credential: true, shared: false },
  { id: "operator.read", heading: "Messages and operator queue", shared: true },
  { id: "operator.external", heading: "Messages and operator queue", shared: false },
  { id: "reports.read", heading: "Reports and monitoring", shared: true },
  { id: "monitoring.read", heading: "Reports and monitoring", shared: true },
  { id: "monitoring.write", heading: "Reports and monitoring", shared: true },
  { id: "self.read", heading: "Other", shared: false },
  { id: "self.write", heading: "Other", shared: false },
  { id: "self.destructive", heading: "Other", shared: false },
  { id: "login.write", heading: "Other", credential: true, shared: false },
  { id: "other.read", heading: "Other", shared: true },
  { id: "other.write", heading: "Other", shared: true },
  { id: "other.destructive", heading: "Other", shared: true },
  { id: "other.external", heading: "Other", shared: true },
] as const satisfies readonly Row[];

export type GroupId = (typeof ROWS)[number]["id"];
export type ToolGroup = {
  readonly id: GroupId;
  readonly heading: Heading;
  readonly effect: Effect;
  readonly title: string;
  /** One sentence a person reads before they allow it. */
  readonly consequence: string;
  readonly credential: boolean;
  readonly shared: boolean;
};

/** Every tool group, in the stable order of scopes and pages. */
export const GROUPS: readonly ToolGroup[] = ROWS.map((row: Row & { id: GroupId }) => ({
  ...GROUP_TEXTS[row.id],
  id: row.id,
  heading: row.heading,
  effect: toEffect(row.id),
  credential: row.credential ?? false,
  shared: row.shared,
}));

const BY_ID = new Map<string, ToolGroup>(GROUPS.map((group) => [group.id, group]));

/** The group with this id; null when the closed list has none. */
export function findGroup(id: string): ToolGroup | null {
  return BY_ID.get(id) ?? null;
}

export function isGroupId(id: string): id is GroupId {
  return BY_ID.has(id);
}

/**
 * The scopes the shared address asks for, byte for byte the same in its metadata (RFC 9728 scopes_supported) and its
 * 401 challenge: every group it can list, without destructive and credential ones.
 */
export const SHARED_SCOPES: readonly GroupId[] = GROUPS.filter(
  ({ shared, credential, effect }) => shared && !credential && effect !== "destructive",
).map(({ id }) => id);

function toEffect(id: GroupId): Effect {
  return id.slice(id.indexOf(".") + 1) as Effect;
}
