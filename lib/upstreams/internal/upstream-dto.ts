import "#server-only";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import type { UpstreamTransport } from "../open-session.ts";
import {
  type Feature,
  isFeature,
  type KeyKind,
  type UpstreamProblem,
  type UpstreamStatus,
} from "../schema.ts";
import type { UpstreamRow } from "../store.ts";

/** An instance as pages show it. Of its key: what kind it is, whom it acts as, its last four characters, its age. */
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
  problem: UpstreamProblem | null;
  problemSince: Date | null;
  checkedAt: Date | null;
  key: { lastFour: string; kind: KeyKind; actsAs: string | null; createdAt: Date } | null;
};

export function toUpstream(row: UpstreamRow): Upstream {
  const { id, name, url, apiUrl, status, problem, problemSince, checkedAt } = row;
  const { transport, keyHeader, declared, features } = row;
  const key = row.keys[0];
  return {
    id,
    name,
    url,
    host: new URL(url).host,
    apiUrl,
    transport,
    keyHeader,
    declared: declared.filter(isFeature),
    features,
    status,
    problem: problem as UpstreamProblem | null,
    problemSince,
    checkedAt,
    key: key
      ? { lastFour: key.lastFour, kind: key.kind, actsAs: key.actsAs, createdAt: key.createdAt }
      : null,
  };
}
