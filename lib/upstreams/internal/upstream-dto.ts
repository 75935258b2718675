import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import type { UpstreamTransport } from "../open-session.ts";
import {
  type CheckRow,
  CheckRowSchema,
  type Feature,
  isFeature,
  type KeyKind,
  type SetupStep,
  type UpstreamProblem,
  type UpstreamStatus,
} from "../schema.ts";
import type { KeyRow, UpstreamRow } from "../store.ts";
import type { KeyMode } from "../terms.ts";

/** Of a key: what kind it is, whom it acts as, its last four characters, its age, and what it replaced until when. */
export type ShownKey = {
  lastFour: string;
  kind: KeyKind;
  actsAs: string | null;
  createdAt: Date;
  /** Since when Trinity refuses it, looked at twice. */
  refusedAt: Date | null;
  previous: { lastFour: string; until: Date } | null;
};

/** What to do about an instance, in one word. */
export type UpstreamState = "draft" | "paused" | "checking" | "error" | "sync_needed" | "ready";

/** An instance as pages show it; `version` is what an edit of it has to name. */
export type Upstream = {
  id: UpstreamId;
  name: string;
  url: string;
  host: string;
  apiUrl: string | null;
  transport: UpstreamTransport;
  keyHeader: string;
  /** What it offers beside tools, and which of that an admin approved. */
  declared: Feature[];
  features: Feature[];
  status: UpstreamStatus;
  state: UpstreamState;
  setup: SetupStep | null;
  problem: UpstreamProblem | null;
  problemSince: Date | null;
  problemStatus: number | null;
  problemCode: number | null;
  checkedAt: Date | null;
  syncedAt: Date | null;
  lastGoodAt: Date | null;
  latencyMs: number | null;
  revision: string | null;
  pausedAt: Date | null;
  keyMode: KeyMode;
  roles: Role[];
  version: number;
  /** The last test; empty where there was none. */
  report: CheckRow[];
  key: ShownKey | null;
};

const CHECK_MS = 2 * 60_000;
const STALE_MS = 60 * 60_000;

export function toUpstream(row: UpstreamRow): Upstream {
  const { id: _id, slug: _slug, keys, createdAt: _createdAt, checkingAt: _checkingAt, ...shown } = row;
  const report = CheckRowSchema.array().safeParse(row.report);
  return {
    ...shown,
    id: row.id,
    host: new URL(row.url).host,
    declared: row.declared.filter(isFeature),
    problem: row.problem as UpstreamProblem | null,
    state: toState(row),
    report: report.success ? report.data : [],
    key: keys[0] ? toShownKey(keys[0]) : null,
  };
}

function toState({ status, pausedAt, checkingAt, problem, syncedAt }: UpstreamRow): UpstreamState {
  if (pausedAt !== null) return "paused";
  if (checkingAt !== null && Date.now() - checkingAt.getTime() < CHECK_MS) return "checking";
  if (status === "draft") return "draft";
  if (problem !== null || status === "error") return "error";
  if (syncedAt === null || Date.now() - syncedAt.getTime() > STALE_MS) return "sync_needed";
  return "ready";
}

function toShownKey(row: KeyRow): ShownKey {
  const { lastFour, kind, actsAs, createdAt, refusedAt, previousLastFour, previousUntil } = row;
  const previous =
    previousLastFour !== null && previousUntil !== null
      ? { lastFour: previousLastFour, until: previousUntil }
      : null;
  return { lastFour, kind, actsAs, createdAt, refusedAt, previous };
}
