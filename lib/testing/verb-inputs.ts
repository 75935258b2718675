import type { MemberActor } from "#lib/kernel/actor.ts";
import { type Role, ROLES } from "#lib/kernel/permissions.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { sealSecret } from "#lib/tenants/internal/sso/seal-secret.ts";
import { AUDIT_INPUTS } from "./audit-inputs.ts";
import { CLIENT_INPUTS, type ClientWorld, mintClient } from "./client-inputs.ts";
import { mintGrantWithToken, mintMember, type MintedTenant, mintTenant, mintUpstream } from "./mint.ts";
import { mintStream, STREAM_INPUTS } from "./stream-inputs.ts";
import { mintOwnKey, UNREACHABLE, UPSTREAM_INPUTS, VERBS_KEY } from "./upstream-inputs.ts";

/** An organisation with one of everything a verb can name. */
export type World = ClientWorld & {
  owner: MemberActor;
  actors: Record<Role, MemberActor>;
  upstreamId: string;
  toolId: string;
  /** The owner's own key of that instance, which waits for an admin. */
  keyId: string;
  grantId: string;
  domainId: string;
  limitId: string;
  /** One that is being written, and one that can be fetched. */
  exportId: string;
  streamId: string;
  fileId: string;
  /** Of an active member with no special role, and of a suspended one. */
  memberId: string;
  suspendedId: string;
  invitationId: string;
  requestId: string;
};

export { VERBS_KEY } from "./upstream-inputs.ts";
export type VerbInput = { object?: true; input: (world: World) => unknown };
const NO_DIGEST = "0".repeat(64);
/** The digest of no rules at all. */
const NO_RULES = "e3b0c44298fc1c149afbf4c8996fb924";
/** Company sign-in as `mintSignIn` leaves it. */
const SSO_SEEN = "1 off endless";
const LABEL = { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const TOOL = {
  name: "list_agents",
  inputSchema: { type: "object", properties: { name: { type: "string" } } },
};

/**
 * A valid input of every verb. `object` says that it names something of the organisation, which another organisation
 * must not find. A verb that is missing here fails the first test.
 */
export const INPUTS: Record<string, VerbInput> = {
  ...AUDIT_INPUTS,
  ...UPSTREAM_INPUTS,
  approveAccess: { object: true, input: ({ requestId }) => ({ id: requestId, role: "member" }) },
  ...CLIENT_INPUTS,
  activateSsoConnection: { input: () => ({ isRequired: false, seen: SSO_SEEN }) },
  admitProof: { object: true, input: ({ domainId }) => ({ id: domainId }) },
  changeRole: { object: true, input: ({ memberId }) => ({ id: memberId, version: 1, role: "admin" }) },
  admitComparison: { input: () => ({ role: "member" }) },
  compareRoles: { input: () => ({ role: "member" }) },
  claimDomain: { input: () => ({ domain: "new.example" }) },
  connectUpstream: { input: () => ({ name: "New", url: UNREACHABLE, key: VERBS_KEY }) },
  countPeople: { input: () => ({}) },
  copyInvitationLink: { object: true, input: ({ invitationId }) => ({ id: invitationId }) },
  declineAccess: { object: true, input: ({ requestId }) => ({ id: requestId }) },
  deactivateSsoConnection: { input: () => ({ seen: SSO_SEEN }) },
  endConnections: { object: true, input: ({ grantId }) => ({ ids: [grantId] }) },
  endConnection: { object: true, input: ({ grantId }) => ({ id: grantId }) },
  findEarlierConnection: { input: () => ({ clientId: "https://app.example/client.json" }) },
  findStepUp: {
    input: () => ({
      clientId: "https://app.example/client.json",
      clientIdentity: "known",
      redirectHost: "app.example",
      resource: "http://localhost:3000/api/mcp",
    }),
  },
  getConnection: { object: true, input: ({ grantId }) => ({ id: grantId }) },
  findMemberPage: { input: () => ({}) },
  getMember: { object: true, input: ({ memberId }) => ({ id: memberId }) },
  getTenantAttempt: { object: true, input: () => ({ number: "0000-0000" }) },
  noteAttemptReference: { object: true, input: () => ({ number: "0000-0000", reference: null }) },
  getToolCall: { object: true, input: () => ({ at: new Date(), id: crypto.randomUUID() }) },
  checkSsoService: { input: () => ({}) },
  getConsentDefault: { input: () => ({}) },
  getCallRecording: { input: () => ({}) },
  getConsequences: { input: () => ({}) },
  deleteTenant: { input: ({ owner }) => ({ confirmation: owner.tenantSlug }) },
  disconnectEverybody: { input: ({ owner }) => ({ confirmation: owner.tenantSlug }) },
  getSettings: { input: () => ({}) },
  handOverTenant: {
    input: ({ owner, actors }) => ({ email: actors.member.email, confirmation: owner.tenantSlug }),
  },
  recordLogo: { input: () => ({ image: Buffer.from("a picture") }) },
  setLogo: { input: () => ({ image: Buffer.from("a picture") }) },
  removeLogo: { input: () => ({ hash: NO_DIGEST }) },
  pauseTools: { input: ({ owner }) => ({ confirmation: owner.tenantSlug }) },
  resumeTools: { input: () => ({}) },
  setSignInWays: { input: () => ({ version: 1, ways: ["code", "google"] }) },
  setConnectionSettings: {
    input: () => ({
      version: 1,
      connectionDaysMax: 90,
      idleDaysMax: 14,
      accessTokenMinutes: 30,
      consentDefault: "read",
    }),
  },
  updateTenant: {
    input: ({ owner }) => ({ version: 1, name: "Renamed", slug: `${owner.tenantSlug}-new` }),
  },
  getSignInSettings: { input: () => ({}) },
  getSsoProvider: { input: () => ({}) },
  getTenant: { input: () => ({}) },
  invitePeople: { input: () => ({ addresses: "new@people.example", role: "member" }) },
  listArgumentLimits: { input: () => ({}) },
  removeArgumentLimit: { object: true, input: ({ limitId }) => ({ id: limitId }) },
  setArgumentLimit: {
    input: () => ({
      role: "member",
      tool: "list_agents",
      argument: "name",
      allowed: ["quote-desk"],
      seen: null,
    }),
  },
  leaveTenant: { input: () => ({}) },
  listAccessRequests: { input: () => ({}) },
  listAdmins: { input: () => ({}) },
  listCallNetworks: { input: ({ grantId }) => ({ grantId }) },
  listConnectedApps: { input: () => ({}) },
  listConnectedPeople: { input: () => ({}) },
  listConnections: { input: () => ({}) },
  closeChecklist: { input: () => ({}) },
  getAttention: { input: () => ({}) },
  getOverview: { input: () => ({}) },
  countAttemptCauses: { input: () => ({ since: new Date(0) }) },
  countToolCalls: { input: () => ({ from: new Date(0), to: new Date() }) },
  listInvitations: { input: () => ({}) },
  listMembers: { input: () => ({}) },
  listTenantAttempts: { input: () => ({}) },
  listToolCalls: { input: () => ({}) },
  listUsedApps: { input: () => ({}) },
  watchAttempts: { input: () => ({ since: new Date() }) },
  narrowGrant: {
    object: true,
    input: ({ grantId }) => ({ id: grantId, groups: ["agents.read"], version: 1 }),
  },
  proveDomain: { object: true, input: ({ domainId }) => ({ id: domainId }) },
  readMember: { object: true, input: ({ memberId }) => ({ id: memberId }) },
  recordApproval: {
    input: () => ({
      client: { id: "https://app.example/client.json", name: "App", identity: "known", isReviewed: false },
      redirectHost: "app.example",
      resource: "http://localhost:3000/api/mcp",
      groups: ["agents.read"],
    }),
  },
  recordProof: { object: true, input: ({ domainId }) => ({ id: domainId }) },
  recordSsoTest: { input: () => ({ version: 1 }) },
  removeDomain: { object: true, input: ({ domainId }) => ({ id: domainId }) },
  removeMember: { object: true, input: ({ memberId }) => ({ id: memberId, version: 1 }) },
  resendInvitation: { object: true, input: ({ invitationId }) => ({ id: invitationId }) },
  revokeInvitation: { object: true, input: ({ invitationId }) => ({ id: invitationId }) },
  restoreMember: { object: true, input: ({ suspendedId }) => ({ id: suspendedId, version: 1 }) },
  suspendMember: { object: true, input: ({ memberId }) => ({ id: memberId, version: 1 }) },
  saveSsoConnection: {
    input: () => ({
      issuer: "https://login.example",
      clientId: "connect",
      clientSecret: VERBS_KEY,
      seen: SSO_SEEN,
    }),
  },
  revertArgumentLimit: {
    input: () => ({ role: "all", tool: "list_agents", argument: "q", from: null, to: null }),
  },
  setSecretEnd: { input: () => ({ secretEndsOn: "2027-03-31", seen: SSO_SEEN }) },
  setCallRecording: { input: () => ({ recordArguments: true, keepDays: 30 }) },
  applyToolPreset: { input: () => ({ preset: "read_only", roles: ["member"], seen: { member: NO_RULES } }) },
  countToolUses: { input: () => ({}) },
  findPreviewSubject: { input: () => ({ role: "member" }) },
  getTool: { input: () => ({ exposedName: "list_agents" }) },
  labelTool: {
    object: true,
    input: ({ toolId }) => ({ id: toolId, version: 0, hints: LABEL, reason: "It writes a log." }),
  },
  listQuarantinedTools: { input: () => ({}) },
  listToolChanges: { input: () => ({}) },
  listToolPolicies: { input: () => ({}) },
  listToolUsers: { input: ({ upstreamId }) => ({ upstreamId, name: "list_agents" }) },
  listToolVersions: { input: ({ toolId }) => ({ id: toolId }) },
  planToolPresets: { input: () => ({ roles: ["member"] }) },
  previewTools: { input: () => ({ role: "member" }) },
  revertToolPolicies: {
    input: () => ({
      changes: [{ role: "member", subject: "group", name: "agents.write", from: null, to: false }],
    }),
  },
  reopenTools: {
    object: true,
    input: ({ toolId }) => ({
      decision: "off",
      tools: [{ id: toolId, hash: NO_DIGEST, approvedHash: null }],
    }),
  },
  reviewTools: {
    object: true,
    input: ({ toolId }) => ({ ids: [toolId], seen: { [toolId]: NO_DIGEST }, decision: "off" }),
  },
  searchPreviewedMembers: { input: () => ({ text: "some" }) },
  switchToolPolicies: {
    input: () => ({
      subject: "group",
      names: ["agents.read"],
      roles: ["auditor"],
      isAllowed: false,
      seen: { auditor: NO_RULES },
    }),
  },
  setToolPolicy: { input: () => ({ role: "member", subject: "group", name: "agents.read", allowed: false }) },
  recordWidening: { object: true, input: ({ grantId }) => ({ id: grantId, groups: ["agents.write"] }) },
  ...STREAM_INPUTS,
  cancelExport: { object: true, input: ({ exportId }) => ({ id: exportId }) },
  findExportFile: { object: true, input: ({ fileId }) => ({ id: fileId, key: "" }) },
  listExports: { input: () => ({}) },
  openExport: { object: true, input: ({ fileId }) => ({ id: fileId }) },
  readToolCalls: { input: () => ({ limit: 10 }) },
  requestExport: { input: () => ({ kind: "audit", format: "csv", filter: {}, timeZone: "Europe/Berlin" }) },
};

/** That organisation, with a member of every role. */
export async function mintWorld(): Promise<World> {
  const tenant = await mintTenant();
  const actors = {} as Record<Role, MemberActor>;
  for (const role of ROLES) actors[role] = await mintMember(tenant, role);
  const { upstreamId } = await mintUpstream(tenant, { url: UNREACHABLE, key: VERBS_KEY, tools: [TOOL] });
  const [tool] = await inTenant(tenant.tenantId, (tx) =>
    tx.upstreamTool.findMany({ where: { tenantId: tenant.tenantId, upstreamId }, select: { id: true } }),
  );
  await inTenant(tenant.tenantId, (tx) =>
    tx.upstream.updateMany({ where: { tenantId: tenant.tenantId }, data: { keyMode: "personal_first" } }),
  );
  const { grantId } = await mintGrantWithToken(actors.owner, { groups: ["agents.read", "runs.read"] });
  return {
    owner: actors.owner,
    actors,
    upstreamId,
    toolId: tool?.id ?? "",
    keyId: await mintOwnKey(actors.owner, upstreamId),
    grantId,
    domainId: await mintSignIn(actors.owner),
    limitId: await mintLimit(actors.owner),
    exportId: await mintExport(actors.owner, "waiting"),
    streamId: await mintStream(actors.owner),
    fileId: await mintExport(actors.owner, "ready"),
    memberId: actors.member.membershipId,
    suspendedId: await mintSuspended(tenant),
    ...(await mintWaiting(actors.owner)),
    ...(await mintClient(actors.auditor)),
  };
}

async function mintSuspended(tenant: MintedTenant): Promise<string> {
  const { tenantId, membershipId } = await mintMember(tenant, "member");
  await inTenant(tenantId, (tx) =>
    tx.membership.updateMany({ where: { tenantId, id: membershipId }, data: { status: "suspended" } }),
  );
  return membershipId;
}

/** Somebody invited, and somebody who asked to join. */
async function mintWaiting({ tenantId, membershipId }: MemberActor) {
  const [invitationId, requestId] = [crypto.randomUUID(), crypto.randomUUID()];
  const sentAt = new Date();
  const expiresAt = new Date(sentAt.getTime() + 86_400_000);
  const asked = { email: "asks@people.example", name: "Somebody", personId: crypto.randomUUID() };
  const invited = { email: "invited@people.example", role: "member" as const, tokenHash: invitationId };
  await inTenant(tenantId, async (tx) => {
    await tx.invitation.create({
      data: { tenantId, id: invitationId, invitedBy: membershipId, sentAt, expiresAt, ...invited },
    });
    await tx.accessRequest.create({ data: { tenantId, id: requestId, ...asked } });
  });
  return { invitationId, requestId };
}

async function mintLimit({ tenantId }: MemberActor): Promise<string> {
  const limit = { tenantId, id: crypto.randomUUID(), role: "auditor", tool: "list_agents", argument: "name" };
  await inTenant(tenantId, (tx) => tx.argumentLimit.create({ data: { ...limit, allowed: ["quote-desk"] } }));
  return limit.id;
}

async function mintExport({ tenantId, personId, email }: MemberActor, state: string): Promise<string> {
  const id = crypto.randomUUID();
  const item = {
    kind: "audit",
    format: "csv",
    filter: {},
    timeZone: "UTC",
    expiresAt: new Date(Date.now() + 3_600_000),
  };
  await inTenant(tenantId, (tx) =>
    tx.export.create({ data: { tenantId, id, personId, email, state, ...item } }),
  );
  return id;
}

/** A claimed domain and a saved provider, as an owner leaves them before the proof and the test. */
async function mintSignIn({ tenantId }: MemberActor): Promise<string> {
  const id = crypto.randomUUID();
  const connection = { id: crypto.randomUUID(), issuer: "https://login.example", clientId: "connect" };
  const place = { tenantId, connectionId: connection.id, version: 1 };
  await inTenant(tenantId, async (tx) => {
    await tx.verifiedDomain.create({ data: { tenantId, id, domain: `${id}.example`, token: "x" } });
    await tx.ssoConnection.create({
      data: { tenantId, ...connection, secretSealed: sealSecret(VERBS_KEY, place) },
    });
  });
  return id;
}
