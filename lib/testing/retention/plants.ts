import { type PeriodName, PERIODS } from "#lib/operations/retention-periods.ts";
import { mintTenant } from "../mint.ts";
import { listCallPlants } from "./call-plants.ts";
import { ago, ahead, type Base, DAY, inBase, later, member, type Plant, type Row, uuid } from "./plant.ts";

const expired = (table: string): Plant => ({
  title: `auth.${table}`,
  table: `auth.${table}`,
  row: (at) => ({ expires_at: at }),
});

/** For each period a job keeps to: rows that go with it, and by which of their times. */
export const PLANTS: Partial<Record<PeriodName, Plant[]>> = {
  expiredSignIn: [
    { title: "sessions", table: "auth.login_sessions", row: (at, { user_id }) => ({ user_id, expires: at }) },
    {
      title: "codes",
      table: "auth.login_codes",
      row: (at) => ({ expires: at, device: "" }),
      key: ["email", "device"],
    },
    {
      title: "address changes",
      table: "auth.email_changes",
      row: async (at, found) => ({
        user_id: (await found.plant("auth.users", { email: `${uuid()}@x.example` }))["id"],
        expires: at,
      }),
      key: ["user_id"],
    },
    {
      title: "spent answers",
      table: "auth.spent_states",
      row: (at) => ({ expires: at }),
      key: ["state_hash"],
    },
  ],
  sandboxProbe: [{ title: "a look at the sandbox", table: "auth.sandbox_probes", row: (at) => ({ at }) }],
  operatorLog: [
    {
      title: "a look of an operator",
      table: "auth.operator_events",
      row: (at) => ({ at, person_id: uuid(), email: "op@x.example" }),
    },
  ],
  counters: [
    { title: "counters", table: "auth.rate_buckets", row: (at) => ({ expire: at.getTime() }), key: ["key"] },
  ],
  unusedAccount: [
    {
      title: "an account of no organisation, by its last sign-in",
      table: "auth.users",
      row: (at) => ({ email: `${uuid()}@x.example`, created_at: ago(900 * DAY), signed_in_at: at }),
    },
    {
      title: "an account nobody ever signed in to",
      table: "auth.users",
      row: (at) => ({ email: `${uuid()}@x.example`, created_at: at }),
    },
  ],
  joining: [
    ...["accepted_at", "revoked_at", "expires_at"].map((column) => ({
      title: `an invitation, by ${column}`,
      table: "tenant.invitations",
      row: inBase((at, { actor }) => ({ invited_by: actor.membershipId, expires_at: ahead(), [column]: at })),
    })),
    {
      title: "a decided request to join",
      table: "tenant.access_requests",
      row: inBase((at) => ({ state: "declined", created_at: ago(900 * DAY), decided_at: at })),
    },
    {
      title: "a request to join nobody decided",
      table: "tenant.access_requests",
      row: inBase((at) => ({ state: "pending", created_at: at })),
    },
  ],
  appRequest: ["decided_at", "asked_at"].map((column) => ({
    title: `a request for an app, by ${column}`,
    table: "tenant.client_requests",
    row: async (at, found) => {
      const client_id = `dcr_${uuid()}`;
      await found.plant("tenant.clients", { ...found.tenant, client_id });
      return { ...found.tenant, ...member(found), client_id, asked_at: ago(900 * DAY), [column]: at };
    },
  })),
  formerSlug: [
    {
      title: "a former short name",
      table: "tenant.former_slugs",
      // It is held so long from its change on.
      row: inBase((at) => ({ held_until: later(at, PERIODS.formerSlug) })),
      key: ["slug"],
    },
  ],
  endedConnection: [
    {
      title: "an ended connection",
      table: "tenant.grants",
      row: inBase((at, found) => ({ ...member(found), connected_at: at, ended_at: at, expires_at: at })),
    },
    {
      title: "the link that ended it",
      table: "tenant.end_links",
      row: async (at, found) => {
        const grant = { ...found.tenant, ...member(found), connected_at: at, ended_at: at, expires_at: at };
        return { ...found.tenant, grant_id: (await found.plant("tenant.grants", grant))["id"] };
      },
    },
  ],
  unconnected: [
    {
      title: "what somebody allowed and no app came for",
      table: "tenant.grants",
      row: inBase((at, found) => ({ ...member(found), created_at: at, expires_at: ahead() })),
    },
  ],
  revocation: [{ title: "what ended", table: "auth.revocations", row: (at) => ({ at, kind: "grant" }) }],
  expiredToken: [
    "access_tokens",
    "refresh_tokens",
    "oauth_interactions",
    "oauth_grants",
    "replay_detections",
  ].map(expired),
  usedCode: [
    expired("authorization_codes"),
    { title: "a spent token", table: "auth.spent_tokens", row: (at) => ({ spent_at: at }) },
  ],
  successor: [
    { title: "the answer to a retry", table: "auth.replay_successors", row: (at) => ({ created_at: at }) },
  ],
  unusedClient: [
    {
      title: "a registration nobody connected with",
      table: "auth.oauth_clients",
      row: (at) => ({ kind: "dynamic", seen_at: at }),
    },
  ],
  usedClient: [
    {
      title: "a registration somebody used",
      table: "auth.oauth_clients",
      row: (at) => ({ kind: "dynamic", seen_at: ago(900 * DAY), used_at: at }),
    },
  ],
  document: [toDocument({ payload: "{}" })],
  signedDocument: [toDocument({ payload: "{}", has_signed: true })],
  failedDocument: [toDocument({ failure: "unreachable" })],
  appSession: [
    {
      title: "an app’s session",
      table: "tenant.mcp_sessions",
      row: inBase((at) => ({ expires_at: later(at, PERIODS.appSession) })),
    },
  ],
  message: [
    {
      title: "a message between processes",
      table: "tenant.relay_messages",
      row: inBase((at) => ({ expires_at: later(at, PERIODS.message) })),
    },
  ],
  refusedKey: [toPresented({ status: "invalid" })],
  presentedKey: [toPresented({ status: "valid" })],
  attempt: [
    { title: "an attempt", table: "auth.attempts", row: (at) => ({ started_at: at, last_at: at }) },
    {
      title: "an attempt’s request",
      table: "auth.attempt_events",
      row: async (at, found) => ({
        at,
        attempt_id: (await found.plant("auth.attempts", { started_at: at, last_at: at, person_id: uuid() }))[
          "id"
        ],
      }),
    },
  ],
  sighting: [{ title: "a request of no attempt", table: "auth.attempt_events", row: (at) => ({ at }) }],
  calls: listCallPlants(90),
  mail: [
    {
      title: "a mail that was refused",
      table: "tenant.mails",
      row: inBase((at) => ({ state: "refused", ended_at: at, refused_address: "a@x.example" })),
    },
  ],
  export: [
    {
      title: "an export",
      table: "tenant.exports",
      row: inBase((at) => ({ state: "ready", filter: "{}", ended_at: at, expires_at: at })),
    },
    {
      title: "an export’s file",
      table: "tenant.export_chunks",
      row: async (at, found) => {
        const row = { ...found.tenant, state: "ready", filter: "{}", ended_at: at, expires_at: at };
        return { ...found.tenant, export_id: (await found.plant("tenant.exports", row))["id"], place: 0 };
      },
      key: ["export_id", "place"],
    },
  ],
  health: [
    {
      title: "an instance’s day",
      table: "tenant.upstream_days",
      row: inBase((at, { upstream_id }) => ({ upstream_id, day: at.toISOString().slice(0, 10) })),
      key: ["upstream_id", "day"],
      marginSeconds: 2 * DAY,
    },
    {
      title: "an instance’s event",
      table: "tenant.upstream_events",
      row: inBase((at, { upstream_id }) => ({ upstream_id, at, kind: "well" })),
    },
  ],
  status: [
    {
      title: "a day of the status page",
      table: "auth.status_days",
      row: (at) => ({ component: uuid(), day: at.toISOString().slice(0, 10) }),
      key: ["component", "day"],
      marginSeconds: 2 * DAY,
    },
    { title: "an outage that ended", table: "auth.status_outages", row: (at) => ({ ended_at: at }) },
  ],
  audit: [
    {
      title: "the log of an organisation that is gone",
      table: "tenant.audit_events",
      row: async (at, found) => ({
        tenant_id: await plantGone(found, at),
        seq: 1,
        before: null,
        after: null,
      }),
      key: ["tenant_id", "seq"],
    },
  ],
  deletionUndo: [
    {
      title: "what a deleted organisation had",
      table: "tenant.memberships",
      row: async (at, found) => {
        const { tenantId } = await mintTenant();
        const purgeAt = later(at, PERIODS.deletionUndo);
        await found.sql(
          "UPDATE tenant.tenants SET status = 'suspended', deleted_at = $2, purge_at = $3 WHERE id = $1",
          [tenantId, at, purgeAt],
        );
        return { tenant_id: tenantId, status: "active" };
      },
    },
  ],
};

function toDocument(row: Row): Plant {
  return {
    title: `a description: ${JSON.stringify(row)}`,
    table: "auth.client_documents",
    row: (at) => ({ ...row, checked_at: at, fresh_until: at, fetched_at: at, kind: "client" }),
    key: ["url"],
  };
}

function toPresented(row: Row): Plant {
  return {
    title: `a Trinity key that was sent: ${JSON.stringify(row)}`,
    table: "tenant.presented_keys",
    row: inBase((at, { upstream_id }) => ({ ...row, upstream_id, checked_at: at })),
  };
}

async function plantGone({ sql }: Base, at: Date): Promise<string> {
  const { tenantId } = await mintTenant();
  await sql(
    "UPDATE tenant.tenants SET status = 'suspended', deleted_at = $2, purge_at = $2, purged_at = $2 WHERE id = $1",
    [tenantId, at],
  );
  return tenantId;
}
