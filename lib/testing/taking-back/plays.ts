import { setCallRecording } from "#lib/activity/set-call-recording.ts";
import { allowClient } from "#lib/grants/allow-client.ts";
import { blockClient } from "#lib/grants/block-client.ts";
import { setAppPolicy } from "#lib/grants/set-app-policy.ts";
import { setClientPolicy } from "#lib/grants/set-client-policy.ts";
import { unblockClient } from "#lib/grants/unblock-client.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { getSettings } from "#lib/tenants/get-settings.ts";
import { setConnectionSettings } from "#lib/tenants/set-connection-settings.ts";
import { updateTenant } from "#lib/tenants/update-tenant.ts";
import { pauseUpstream } from "#lib/upstreams/pause-upstream.ts";
import type { Play } from "./play.ts";
import { TOOL_PLAYS } from "./tool-plays.ts";

const NEW_APP = { id: "https://app.example/client.json", name: "App", identity: "known" };
const DECIDED = { effectMax: "read", hosts: [] };
const LIFETIME = { connectionDaysMax: 180, idleDaysMax: 14, accessTokenMinutes: 30, consentDefault: "read" };
const rename = async (owner: MemberActor, name: string) => {
  const { tenant } = await getSettings(owner, {});
  return await updateTenant(owner, { name, slug: tenant.slug, version: tenant.version });
};
const live = async (owner: MemberActor, idleDaysMax: number) => {
  const { version } = (await getSettings(owner, {})).settings;
  return await setConnectionSettings(owner, { ...LIFETIME, idleDaysMax, version });
};
const otherDecision = async (tx: Tx, tenantId: string) =>
  await tx.clientPolicy.updateMany({
    where: { tenantId },
    data: { state: "asked", version: { increment: 1 } },
  });

const APP = { action: "client.decide", disturb: otherDecision, lesser: "auditor" } as const;

/** Every change that can be taken back from the audit log, by what it is. */
export const PLAYS: Record<string, Play> = {
  ...TOOL_PLAYS,
  "an instance's pause": {
    change: async ({ owner, upstreamId }) => await pauseUpstream(owner, { id: upstreamId, isPaused: true }),
    again: async ({ owner, upstreamId }) => await pauseUpstream(owner, { id: upstreamId, isPaused: false }),
    disturb: async (tx, tenantId) =>
      await tx.upstream.updateMany({ where: { tenantId }, data: { pausedAt: null } }),
    action: "upstream.pause",
    lesser: "auditor",
  },
  "the rule for all apps": {
    change: async ({ owner }) => await setAppPolicy(owner, { policy: "ask", version: 0 }),
    again: async ({ owner }) => await setAppPolicy(owner, { policy: "list", version: 1 }),
    disturb: async (tx, tenantId) =>
      await tx.appSettings.updateMany({ where: { tenantId }, data: { policy: "list" } }),
    action: "app-settings.set",
    lesser: "auditor",
  },
  "an app's rule": {
    ...APP,
    change: async ({ owner, appId }) =>
      await setClientPolicy(owner, { id: appId, decision: "allowed", ...DECIDED, version: 0 }),
    again: async ({ owner, appId }) =>
      await setClientPolicy(owner, { id: appId, decision: "asked", ...DECIDED, version: 1 }),
  },
  "an app put on the list": {
    ...APP,
    change: async ({ owner }) => await allowClient(owner, { client: NEW_APP, redirectHost: "app.example" }),
    again: async ({ owner }) => {
      const { id } = await allowClient(owner, { client: NEW_APP, redirectHost: "app.example" });
      return await blockClient(owner, { id });
    },
  },
  "a block that ended nothing": {
    ...APP,
    action: "client.unblock",
    isOneWay: true,
    change: async ({ owner, appId }) => await blockClient(owner, { id: appId }),
    again: async ({ owner, appId }) => await unblockClient(owner, { id: appId }),
  },
  "the organisation's name": {
    change: async ({ owner }) => await rename(owner, "Renamed"),
    again: async ({ owner }) => await rename(owner, "Renamed again"),
    disturb: async (tx, tenantId) =>
      await tx.tenant.updateMany({ where: { id: tenantId }, data: { name: "Other" } }),
    action: "tenant.update",
    lesser: "admin",
  },
  "how long connections last": {
    change: async ({ owner }) => await live(owner, 14),
    again: async ({ owner }) => await live(owner, 7),
    disturb: async (tx, tenantId) =>
      await tx.tenantSettings.updateMany({ where: { tenantId }, data: { idleDaysMax: 3 } }),
    action: "settings.set-connections",
    isOneWay: true,
    lesser: "admin",
  },
  "what is kept of calls": {
    change: async ({ owner }) => await setCallRecording(owner, { recordArguments: true, keepDays: 30 }),
    again: async ({ owner }) => await setCallRecording(owner, { recordArguments: false, keepDays: 7 }),
    disturb: async (tx, tenantId) =>
      await tx.toolCallLedger.updateMany({ where: { tenantId }, data: { keepDays: 3 } }),
    action: "tool-call.set-recording",
    isOneWay: true,
    lesser: "admin",
  },
};
