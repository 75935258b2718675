import { ATTEMPT_DAYS, ATTEMPT_QUIET_SECONDS, RECORDING_DEFAULTS } from "#lib/activity/policy.ts";
import { CALL_DAYS } from "#lib/activity/schema.ts";
import * as exported from "#lib/exports/policy.ts";
import { GRANT_LIFETIME_MS, IDLE_DAYS } from "#lib/grants/policy.ts";
import { BULK_MAX } from "#lib/grants/schema.ts";
import * as identity from "#lib/identity/policy.ts";
import * as oauth from "#lib/oauth/policy.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { SIDE_MAX } from "#lib/platform/images/policy.ts";
import * as status from "#lib/status/policy.ts";
import * as streams from "#lib/streams/policy.ts";
import * as tenants from "#lib/tenants/policy.ts";
import * as settings from "#lib/tenants/terms.ts";
import { INSTANCES_MAX } from "#lib/upstreams/policy.ts";
import { OVERLAP_HOURS_MAX } from "#lib/upstreams/terms.ts";

export type Limit = {
  /** What the number is read from: a constant as `<room>/<name>`, or a variable of the server's environment. */
  source: string;
  what: string;
  value: string;
};

const say = (source: string, what: string, value: string): Limit => ({ source, what, value });

/** What one request of an app, one answer and one minute may hold; as this very server is set up. */
export function listCallLimits(): Limit[] {
  const { mcp } = getConfig();
  const { person, client, tenant } = mcp.callsPerMinute;
  return [
    say("MCP_CALLS_PER_MINUTE_PERSON", "Calls of one person", perMinute(person)),
    say("MCP_CALLS_PER_MINUTE_CLIENT", "Calls of one app in one organisation", perMinute(client)),
    say("MCP_CALLS_PER_MINUTE_TENANT", "Calls of one organisation", perMinute(tenant)),
    say("MCP_BODY_BYTES_MAX", "One request of an app", bytes(mcp.bodyBytesMax)),
    say("MCP_RESULT_BYTES_MAX", "One answer of an instance", bytes(mcp.resultBytesMax)),
    say("MCP_CALL_SECONDS_MAX", "How long one call may take", seconds(mcp.callMsMax / 1000)),
    say("MCP_DEPTH_MAX", "How deeply a message may be nested", number(mcp.depthMax)),
  ];
}

export function listConnectionLimits(): Limit[] {
  return [
    say("grants/GRANT_LIFETIME_MS", "How long a connection lasts at most", toDays(GRANT_LIFETIME_MS)),
    say("tenants/CONNECTION_DAYS", "What an owner may set for that", range(settings.CONNECTION_DAYS, "days")),
    say(
      "tenants/IDLE_DAYS",
      "What an owner may set for days without a call",
      range(settings.IDLE_DAYS, "days"),
    ),
    say("grants/IDLE_DAYS", "After so long without a call a connection is shown as idle", days(IDLE_DAYS)),
    say(
      "oauth/ACCESS_MINUTES",
      "How long an access token works, unless an owner set it",
      minutes(oauth.ACCESS_MINUTES),
    ),
    say(
      "tenants/ACCESS_TOKEN_MINUTES",
      "What an owner may set for that",
      range(settings.ACCESS_TOKEN_MINUTES, "minutes"),
    ),
    say(
      "oauth/REFRESH_DAYS",
      "How long an app may stay away before it has to connect again",
      days(oauth.REFRESH_DAYS),
    ),
    say(
      "oauth/REQUEST_MINUTES",
      "How long a request to connect waits for its person",
      minutes(oauth.REQUEST_MINUTES),
    ),
    say(
      "oauth/REQUEST_MINUTES_MAX",
      "How long it waits at most, when that person asks for more time",
      minutes(oauth.REQUEST_MINUTES_MAX),
    ),
    say("oauth/CODE_MINUTES", "How long an app may take to come for its token", minutes(oauth.CODE_MINUTES)),
    say("grants/BULK_MAX", "Connections disconnected in one go", number(BULK_MAX)),
  ];
}

export function listSignInLimits(): Limit[] {
  const [addressHour, addressDay] = identity.CODES_PER_ADDRESS;
  const [deviceHour, deviceDay] = identity.CODES_PER_DEVICE;
  return [
    say("identity/CODE_MINUTES", "How long a code works", minutes(identity.CODE_MINUTES)),
    say("identity/CODE_TRIES", "Tries for one code", number(identity.CODE_TRIES)),
    say("identity/RESEND_SECONDS", "Before a new code can be sent", seconds(identity.RESEND_SECONDS)),
    say("identity/SIGN_IN_MINUTES", "How long one sign-in may take", minutes(identity.SIGN_IN_MINUTES)),
    say("identity/SESSION_DAYS", "How long a browser stays signed in", days(identity.SESSION_DAYS)),
    say(
      "identity/SESSION_LAST_MINUTES",
      "How long before the end its person can ask to stay",
      minutes(identity.SESSION_LAST_MINUTES),
    ),
    say(
      "identity/SESSION_EXTENSION_HOURS",
      "How much longer it is signed in then",
      count(identity.SESSION_EXTENSION_HOURS, "hour"),
    ),
    say(
      "identity/SESSION_EXTENSIONS_MAX",
      "How often that can be asked",
      number(identity.SESSION_EXTENSIONS_MAX),
    ),
    say(
      "identity/RECENT_MINUTES",
      "How fresh a sign-in has to be to change your address",
      minutes(identity.RECENT_MINUTES),
    ),
    say(
      "identity/KNOWN_BROWSER_DAYS",
      "How long a browser counts as known",
      days(identity.KNOWN_BROWSER_DAYS),
    ),
    say("identity/CODES_PER_ADDRESS", "Codes to one address", `${rate(addressHour)}, ${rate(addressDay)}`),
    say(
      "identity/CODES_PER_ADDRESS_AND_PEER",
      "Of these from one network",
      rate(identity.CODES_PER_ADDRESS_AND_PEER),
    ),
    say(
      "identity/CODES_PER_DEVICE",
      "Codes asked for by a browser that knows the address",
      `${rate(deviceHour)}, ${rate(deviceDay)}`,
    ),
    say("identity/CODES_PER_PEER", "Codes asked for from one network", rate(identity.CODES_PER_PEER)),
    say("identity/CHECKS_PER_PEER", "Codes typed from one network", rate(identity.CHECKS_PER_PEER)),
    say(
      "identity/PROVIDERS_PER_PEER",
      "Sign-ins by Google or a company begun from one network",
      rate(identity.PROVIDERS_PER_PEER),
    ),
    say("identity/NEW_PEOPLE_PER_PEER", "New accounts from one network", rate(identity.NEW_PEOPLE_PER_PEER)),
    say("identity/NEW_PEOPLE", "New accounts in all", rate(identity.NEW_PEOPLE)),
    say(
      "identity/ADDRESS_CHANGES_PER_PERSON",
      "Changes of address begun by one person",
      rate(identity.ADDRESS_CHANGES_PER_PERSON),
    ),
    say(
      "identity/ADDRESS_CHANGES_PER_ADDRESS",
      "Changes to one address begun",
      rate(identity.ADDRESS_CHANGES_PER_ADDRESS),
    ),
  ];
}

export function listOrganisationLimits(): Limit[] {
  return [
    say("tenants/MEMBERS_MAX", "Members of an organisation", number(tenants.MEMBERS_MAX)),
    say("tenants/OWNED_MAX", "Organisations one person may own", number(tenants.OWNED_MAX)),
    say("tenants/INVITATION_MS", "How long an invitation can be accepted", toDays(tenants.INVITATION_MS)),
    say("tenants/PENDING_MAX", "Invitations of an organisation that wait", number(tenants.PENDING_MAX)),
    say(
      "tenants/INVITATIONS_PER_DAY",
      "Invitations of an organisation",
      `${number(tenants.INVITATIONS_PER_DAY)} a day`,
    ),
    say("tenants/SENDS_MAX", "Mails of one invitation", number(tenants.SENDS_MAX)),
    say(
      "tenants/MAILS_PER_ADDRESS",
      "Invitations mailed to one address, by anybody",
      rate(tenants.MAILS_PER_ADDRESS),
    ),
    say("tenants/REQUESTS_MAX", "Requests to join an organisation that wait", number(tenants.REQUESTS_MAX)),
    say("tenants/REQUESTS_PER_DAY", "Requests to join made by one person", rate(tenants.REQUESTS_PER_DAY)),
    say("tenants/DECLINED_MS", "Before somebody who was declined can ask again", toDays(tenants.DECLINED_MS)),
    say(
      "tenants/FORMER_SLUG_DAYS",
      "How long pages lead on from a former short name",
      days(tenants.FORMER_SLUG_DAYS),
    ),
    say(
      "tenants/SECRET_SOON_DAYS",
      "Before a secret of company sign-in ends, when admins are told",
      days(tenants.SECRET_SOON_DAYS),
    ),
    say(
      "tenants/SECRET_NEAR_DAYS",
      "When the banner of it becomes a warning",
      days(tenants.SECRET_NEAR_DAYS),
    ),
    say("tenants/DELETION_UNDO_DAYS", "How long a deletion can be undone", days(tenants.DELETION_UNDO_DAYS)),
    say("tenants/LOGO_BYTES_MAX", "The file of a logo", bytes(tenants.LOGO_BYTES_MAX)),
    say("platform/SIDE_MAX", "The longest side of a logo", `${number(SIDE_MAX)} pixels`),
    say("tenants/LOGOS_PER_DAY", "Logos an organisation sends", rate(tenants.LOGOS_PER_DAY)),
    say("upstreams/INSTANCES_MAX", "Trinity instances of an organisation", number(INSTANCES_MAX)),
    say("upstreams/OVERLAP_HOURS_MAX", "How long a replaced key can stand in", days(OVERLAP_HOURS_MAX / 24)),
  ];
}

export function listRecordLimits(): Limit[] {
  return [
    say(
      "activity/RECORDING_DEFAULTS",
      "How long calls are kept, unless an owner set it",
      days(RECORDING_DEFAULTS.keepDays),
    ),
    say("activity/CALL_DAYS", "What an owner may set for that", range(CALL_DAYS, "days")),
    say("activity/ATTEMPT_DAYS", "How long connection attempts are kept", days(ATTEMPT_DAYS)),
    say("exports/WAITING_MAX", "Exports of an organisation being written", number(exported.WAITING_MAX)),
    say("exports/ITEMS_MAX", "Exports of an organisation in the list", number(exported.ITEMS_MAX)),
    say("exports/BYTES_MAX", "Size of one export", bytes(exported.BYTES_MAX)),
    say("exports/KEPT_HOURS", "How long an export can be fetched", `${exported.KEPT_HOURS} hours`),
    say("exports/LINK_MINUTES", "How long one link to it works", minutes(exported.LINK_MINUTES)),
    say("exports/FAILURES_MAX", "Failures after which an export is given up", number(exported.FAILURES_MAX)),
    say(
      "status/OUTAGE_FAILURES_MIN",
      "Failed looks, one a minute, that the status page calls an outage",
      number(status.OUTAGE_FAILURES_MIN),
    ),
    say(
      "status/GAP_MINUTES_MIN",
      "Time without a look that the status page counts as one",
      minutes(status.GAP_MINUTES_MIN),
    ),
  ];
}

export function listStreamLimits(): Limit[] {
  return [
    say("streams/DELIVERY_ROWS_MAX", "Rows of one delivery", number(streams.DELIVERY_ROWS_MAX)),
    say(
      "streams/DELIVERY_BYTES_MAX",
      "Size of one, but for a single larger row",
      bytes(streams.DELIVERY_BYTES_MAX),
    ),
    say(
      "streams/DELIVERY_SECONDS",
      "How long a collector may take to answer",
      seconds(streams.DELIVERY_SECONDS),
    ),
    say(
      "activity/ATTEMPT_QUIET_SECONDS",
      "How long an attempt is quiet before it is delivered",
      minutes(ATTEMPT_QUIET_SECONDS / 60),
    ),
    say(
      "streams/RETRY_MINUTES_MAX",
      "Longest wait before a failed delivery is tried again",
      minutes(streams.RETRY_MINUTES_MAX),
    ),
    say("streams/FAILING_HOURS", "Failing after which admins are told", `${streams.FAILING_HOURS} hours`),
    say("streams/STOP_DAYS", "Failing after which a stream stops", days(streams.STOP_DAYS)),
    say(
      "streams/OVERLAP_HOURS",
      "How long a replaced secret goes on signing",
      `${streams.OVERLAP_HOURS} hours`,
    ),
    say("streams/BEHIND_MAX", "How far rows that wait are counted", number(streams.BEHIND_MAX)),
    say("streams/TESTS", "Test events", rate(streams.TESTS)),
  ];
}

/** Every limit in words; a test holds the list against the code. */
export function listLimits(): Limit[] {
  return [
    listCallLimits(),
    listConnectionLimits(),
    listSignInLimits(),
    listOrganisationLimits(),
    listRecordLimits(),
    listStreamLimits(),
  ].flat();
}

type Rate = { points: number; durationSeconds: number };

const NUMBERS = new Intl.NumberFormat("en-GB");
const MIB = 1024 * 1024;
const DAY_MS = 86_400_000;
const SPANS: Record<number, string> = {
  3600: "an hour",
  86_400: "a day",
  900: "a quarter of an hour",
  600: "ten minutes",
};

const number = (value: number) => NUMBERS.format(value);
const count = (value: number, unit: string) => `${number(value)} ${unit}${value === 1 ? "" : "s"}`;
const days = (value: number) => count(value, "day");
const minutes = (value: number) => count(value, "minute");
const seconds = (value: number) => count(value, "second");
const toDays = (ms: number) => days(ms / DAY_MS);
const perMinute = (value: number) => `${number(value)} a minute`;
const range = ({ min, max }: { min: number; max: number }, unit: string) =>
  `${number(min)} to ${number(max)} ${unit}`;
const bytes = (value: number) => (value < MIB ? `${number(value / 1024)} KiB` : `${number(value / MIB)} MiB`);
const rate = ({ points, durationSeconds }: Rate) =>
  `${number(points)} in ${SPANS[durationSeconds] ?? seconds(durationSeconds)}`;
