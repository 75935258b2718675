import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { ExportKind } from "../../terms.ts";
import { activitySource } from "./activity-source.ts";
import { auditSource } from "./audit-source.ts";
import { connectionsSource } from "./connections-source.ts";
import { membersSource } from "./members-source.ts";
import type { Source } from "./source.ts";

const SOURCES: Record<ExportKind, Source> = {
  activity: activitySource,
  audit: auditSource,
  connections: connectionsSource,
  members: membersSource,
};

export function findSource(kind: ExportKind): Source {
  return SOURCES[kind];
}

/** A filter as it was sent or stored, as the kind takes it; dates are ISO texts there. */
export function parseFilter(kind: ExportKind, raw: { [name: string]: unknown }): { [name: string]: unknown } {
  const dates = Object.entries(raw).map(([name, value]) =>
    (name === "from" || name === "to") && typeof value === "string" ? [name, new Date(value)] : [name, value],
  );
  const parsed = SOURCES[kind].filter.safeParse(Object.fromEntries(dates));
  if (parsed.success) return parsed.data;
  throw new DomainError(
    "invalid_input",
    "This cannot be filtered like that. Go back to the list and choose again.",
  );
}
