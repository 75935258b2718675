import type { MemberActor } from "#lib/kernel/actor.ts";
import type { UpstreamId } from "#lib/kernel/ids.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { sealKey } from "#lib/upstreams/internal/seal-key.ts";
import type { VerbInput } from "./verb-inputs.ts";

/** In every input that takes a key: it must be found nowhere. */
export const VERBS_KEY = "trinity_mcp_verbs_test";
export const UNREACHABLE = "https://unreachable.example/mcp";
const NO_DIGEST = "0".repeat(64);
const TRIED = { url: UNREACHABLE, apiUrl: null, keyHeader: "authorization", keyVersion: 1 };
const NO_TOOLS = { tools: [], kind: "user", actsAs: null };

/** A valid input of every verb of the instances. */
export const UPSTREAM_INPUTS: Record<string, VerbInput> = {
  approveTools: { object: true, input: ({ upstreamId }) => ({ id: upstreamId, digest: NO_DIGEST }) },
  admitKeyCheck: { object: true, input: ({ upstreamId }) => ({ id: upstreamId, key: VERBS_KEY }) },
  admitNewCheck: { input: () => ({ url: UNREACHABLE, key: VERBS_KEY }) },
  admitRecheck: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  admitOwnKey: { object: true, input: ({ upstreamId }) => ({ id: upstreamId, key: VERBS_KEY }) },
  checkUpstream: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  connectUpstream: { input: () => ({ name: "New", url: UNREACHABLE, key: VERBS_KEY }) },
  decidePersonalKey: {
    object: true,
    input: ({ upstreamId, keyId }) => ({ id: upstreamId, keyId, version: 1, isApproved: true }),
  },
  draftUpstream: { input: () => ({ name: "New", url: UNREACHABLE }) },
  editUpstream: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, version: 1, name: "Renamed", url: UNREACHABLE }),
  },
  ensureUpstream: { input: () => ({ name: "New", url: UNREACHABLE, key: VERBS_KEY }) },
  getHealth: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  getKeyAccess: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  getUpstream: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  isStoredKey: { input: ({ upstreamId }) => ({ id: upstreamId, key: VERBS_KEY }) },
  listFailingUpstreams: { input: () => ({}) },
  listOwnKeys: { input: () => ({}) },
  listPersonalKeys: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  listUpstreams: { input: () => ({}) },
  pauseUpstream: { object: true, input: ({ upstreamId }) => ({ id: upstreamId, isPaused: true }) },
  recordCheck: { object: true, input: ({ upstreamId }) => ({ id: upstreamId, tried: TRIED, tools: [] }) },
  recordKey: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, tried: TRIED, key: VERBS_KEY, ...NO_TOOLS }),
  },
  recordOwnKey: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, tried: TRIED, key: VERBS_KEY, kind: "user", actsAs: null }),
  },
  recordUpstream: { input: () => ({ name: "New", url: UNREACHABLE, key: VERBS_KEY, ...NO_TOOLS }) },
  removeOwnKey: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  removeUpstream: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  replaceKey: { object: true, input: ({ upstreamId }) => ({ id: upstreamId, key: VERBS_KEY }) },
  setKeyAccess: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, isAllowed: false, role: null, seen: "none" }),
  },
  setKeyMode: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, version: 1, mode: "personal" }),
  },
  setUpstreamRoles: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, version: 1, roles: ["owner"] }),
  },
  settleKey: { object: true, input: ({ upstreamId }) => ({ id: upstreamId }) },
  storeKey: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, version: 1, mode: "shared", key: VERBS_KEY }),
  },
  storeOwnKey: { object: true, input: ({ upstreamId }) => ({ id: upstreamId, key: VERBS_KEY }) },
  switchFeatures: {
    object: true,
    input: ({ upstreamId }) => ({ id: upstreamId, features: ["prompts"], isOn: false }),
  },
  switchTools: {
    object: true,
    input: ({ upstreamId, toolId }) => ({ id: upstreamId, toolIds: [toolId], isOn: false }),
  },
  testUpstream: { input: () => ({ url: UNREACHABLE, key: VERBS_KEY }) },
};

/** A key the owner brought that acts as somebody else. */
export async function mintOwnKey(
  { tenantId, personId: ownerId }: MemberActor,
  upstreamId: UpstreamId,
): Promise<string> {
  const place = { tenantId, upstreamId, ownerId, version: 1 };
  const row = { id: crypto.randomUUID(), ...place, sealed: sealKey(VERBS_KEY, place), lastFour: "test" };
  await inTenant(tenantId, (tx) => tx.upstreamKey.create({ data: { ...row, state: "waiting" } }));
  return row.id;
}
