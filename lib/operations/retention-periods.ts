import "#server-only";
import { ATTEMPT_DAYS, RECORDING_DEFAULTS, SIGHTING_MINUTES } from "#lib/activity/policy.ts";
import { CALL_DAYS } from "#lib/activity/schema.ts";
import { KEPT_HOURS } from "#lib/exports/policy.ts";
import * as grants from "#lib/grants/policy.ts";
import * as identity from "#lib/identity/policy.ts";
import * as mcp from "#lib/mcp/policy.ts";
import * as oauth from "#lib/oauth/policy.ts";
import { OPERATOR_LOG_DAYS } from "#lib/operators/policy.ts";
import { COUNTER_HOURS } from "#lib/platform/limits/purge-counters.ts";
import { MAIL_KEPT_DAYS, MAIL_TRIED_HOURS } from "#lib/platform/outbox/policy.ts";
import { PROBE_DAYS } from "#lib/sandbox/policy.ts";
import { STATUS_DAYS } from "#lib/status/policy.ts";
import * as tenants from "#lib/tenants/policy.ts";
import { ACCESS_TOKEN_MINUTES } from "#lib/tenants/terms.ts";
import { HEALTH_DAYS } from "#lib/upstreams/policy.ts";
import { OVERLAP_HOURS_MAX } from "#lib/upstreams/terms.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/**
 * Every time the privacy page names, in seconds, as the code that keeps to it says. A test plants what is older and what
 * is younger and runs the jobs.
 */
export const PERIODS = {
  code: identity.CODE_MINUTES * MINUTE,
  session: identity.SESSION_DAYS * DAY,
  sessionExtensions: identity.SESSION_EXTENSIONS_MAX * identity.SESSION_EXTENSION_HOURS * HOUR,
  expiredSignIn: identity.EXPIRED_SIGN_IN_HOURS * HOUR,
  signInSteps: identity.SIGN_IN_MINUTES * MINUTE,
  knownBrowser: identity.KNOWN_BROWSER_DAYS * DAY,
  unusedAccount: identity.UNUSED_ACCOUNT_DAYS * DAY,
  /** The longest time anything is counted in. */
  counting: DAY,
  counters: COUNTER_HOURS * HOUR,
  look: YEAR,
  invitation: tenants.INVITATION_MS / 1_000,
  joining: tenants.JOINING_DAYS * DAY,
  formerSlug: tenants.FORMER_SLUG_DAYS * DAY,
  deletionUndo: tenants.DELETION_UNDO_DAYS * DAY,
  audit: tenants.AUDIT_DAYS * DAY,
  connection: grants.GRANT_LIFETIME_MS / 1_000,
  idleConnection: grants.IDLE_DAYS * DAY,
  endedConnection: grants.ENDED_DAYS * DAY,
  unconnected: grants.UNCONNECTED_DAYS * DAY,
  appRequest: grants.REQUEST_DAYS * DAY,
  revocation: grants.REVOCATION_HOURS * HOUR,
  connectRequest: oauth.REQUEST_MINUTES * MINUTE,
  connectRequestMax: oauth.REQUEST_MINUTES_MAX * MINUTE,
  connectCode: oauth.CODE_MINUTES * MINUTE,
  accessToken: oauth.ACCESS_MINUTES * MINUTE,
  accessTokenMin: ACCESS_TOKEN_MINUTES.min * MINUTE,
  accessTokenMax: ACCESS_TOKEN_MINUTES.max * MINUTE,
  refreshToken: oauth.REFRESH_DAYS * DAY,
  expiredToken: oauth.EXPIRED_TOKEN_HOURS * HOUR,
  usedCode: oauth.USED_CODE_DAYS * DAY,
  successor: oauth.SUCCESSOR_MINUTES * MINUTE,
  unusedClient: oauth.UNUSED_CLIENT_DAYS * DAY,
  usedClient: oauth.USED_CLIENT_DAYS * DAY,
  failedDocument: oauth.FAILED_DOCUMENT_DAYS * DAY,
  document: oauth.DOCUMENT_DAYS * DAY,
  signedDocument: oauth.SIGNED_DOCUMENT_DAYS * DAY,
  appSession: mcp.SESSION_DAYS * DAY,
  message: mcp.MESSAGE_SECONDS,
  refusedKey: mcp.REFUSED_KEY_MINUTES * MINUTE,
  presentedKey: mcp.KEY_DAYS * DAY,
  attempt: ATTEMPT_DAYS * DAY,
  sighting: SIGHTING_MINUTES * MINUTE,
  calls: RECORDING_DEFAULTS.keepDays * DAY,
  callsMin: CALL_DAYS.min * DAY,
  callsMax: CALL_DAYS.max * DAY,
  mailTried: MAIL_TRIED_HOURS * HOUR,
  mail: MAIL_KEPT_DAYS * DAY,
  export: KEPT_HOURS * HOUR,
  replacedKey: OVERLAP_HOURS_MAX * HOUR,
  health: HEALTH_DAYS * DAY,
  status: STATUS_DAYS * DAY,
  sandboxProbe: PROBE_DAYS * DAY,
  operatorLog: OPERATOR_LOG_DAYS * DAY,
} as const satisfies Record<string, number>;

export type PeriodName = keyof typeof PERIODS;
