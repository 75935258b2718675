import "#server-only";
import { REVIEWER_CODES_MAX, REVIEWER_DAYS_MAX } from "#lib/identity/policy.ts";
import type { Role } from "#lib/kernel/permissions.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { HISTORY_DAYS } from "./internal/seed-history.ts";
import { APPS } from "./internal/seeded-connections.ts";
import { nightOf } from "./policy.ts";
import { COLLEAGUES, INSTANCE_NAME, REVIEWER, SANDBOX_NAME, SANDBOX_OWNER } from "./schema.ts";

export type SandboxFacts = {
  /** Whether this server runs it. */
  isOn: boolean;
  /** The address the reviewer signs in with, and as what; no code. */
  reviewer: { address: string; role: Role };
  organisation: string;
  instance: string;
  people: { name: string; role: Role }[];
  apps: string[];
  historyDays: number;
  /** When it goes back to what it was, as an hour in UTC. */
  nightHour: number;
  /** How long a code may be good for, and how many may be at a time. */
  codeDaysMax: number;
  codesMax: number;
};

/** What a directory's reviewer finds here, as it is seeded: reads nothing, and says nothing that is not public. */
export function describeSandbox(): SandboxFacts {
  return {
    isOn: getConfig().sandbox.isOn,
    reviewer: { address: REVIEWER.email, role: REVIEWER.role },
    organisation: SANDBOX_NAME,
    instance: INSTANCE_NAME,
    people: [SANDBOX_OWNER, ...COLLEAGUES].map(({ name, role }) => ({ name, role })),
    apps: Object.values(APPS).map(({ clientName }) => clientName),
    historyDays: HISTORY_DAYS,
    nightHour: nightOf(new Date()).getUTCHours(),
    codeDaysMax: REVIEWER_DAYS_MAX,
    codesMax: REVIEWER_CODES_MAX,
  };
}
