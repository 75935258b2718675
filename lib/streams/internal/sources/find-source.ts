import "#server-only";
import type { StreamKind } from "../../terms.ts";
import { activitySource } from "./activity-source.ts";
import { attemptsSource } from "./attempts-source.ts";
import { auditSource } from "./audit-source.ts";
import type { StreamSource } from "./source.ts";

const SOURCES: Record<StreamKind, StreamSource> = {
  audit: auditSource,
  activity: activitySource,
  attempts: attemptsSource,
};

export function findSource(kind: StreamKind): StreamSource {
  return SOURCES[kind];
}
