import { applyToolPreset } from "#lib/access/apply-tool-preset.ts";
import { listArgumentLimits } from "#lib/access/list-argument-limits.ts";
import { listToolPolicies } from "#lib/access/list-tool-policies.ts";
import { removeArgumentLimit } from "#lib/access/remove-argument-limit.ts";
import { setToolPolicy } from "#lib/access/set-tool-policy.ts";
import { switchToolPolicies } from "#lib/access/switch-tool-policies.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { reviewTools } from "#lib/upstreams/review-tools.ts";
import { switchTools } from "#lib/upstreams/switch-tools.ts";
import { setLimitAsSeen } from "../as-seen.ts";
import type { Play } from "./play.ts";

const LIMIT = { role: "all", tool: "list_agents", argument: "name" };
const READ_ONLY = ["member", "auditor"];

async function switchMember(
  owner: MemberActor,
  isAllowed: boolean,
  subject = "tool",
  names = ["list_agents"],
) {
  const { seen } = await listToolPolicies(owner, {});
  return await switchToolPolicies(owner, { subject, names, roles: ["member"], isAllowed, seen });
}
async function applyPreset(owner: MemberActor, preset: string) {
  const { seen } = await listToolPolicies(owner, {});
  return await applyToolPreset(owner, { preset, roles: READ_ONLY, seen });
}
const setLimit = async (owner: MemberActor, allowed: readonly string[]) =>
  await setLimitAsSeen(owner, { ...LIMIT, allowed });
const dropRules = async (tx: Tx, tenantId: string) => await tx.toolPolicy.deleteMany({ where: { tenantId } });
const otherLimit = async (tx: Tx, tenantId: string) =>
  await tx.argumentLimit.updateMany({ where: { tenantId }, data: { allowed: ["other"] } });
const RULES = {
  disturb: dropRules,
  action: "tool-policy.revert",
  lesser: "auditor",
} as const;
const LIMITS = {
  action: "argument-limit.revert",
  lesser: "auditor",
} as const;
async function findTool({ tenantId }: MemberActor, upstreamId: string) {
  return await inTenant(tenantId, (tx) =>
    tx.upstreamTool.findFirstOrThrow({ where: { tenantId, upstreamId, name: "list_agents" } }),
  );
}
async function switchState(owner: MemberActor, upstreamId: string, isOn: boolean) {
  const { id } = await findTool(owner, upstreamId);
  return await switchTools(owner, { id: upstreamId, toolIds: [id], isOn });
}
async function reviewTool(owner: MemberActor, upstreamId: string, decision: string) {
  const { id, hash } = await findTool(owner, upstreamId);
  return await reviewTools(owner, { ids: [id], seen: { [id]: hash }, decision });
}
const STATE = {
  lesser: "auditor",
  disturb: async (tx: Tx, tenantId: string) =>
    await tx.upstreamTool.updateMany({
      where: { tenantId, name: "list_agents" },
      data: { hash: "0".repeat(64) },
    }),
} as const;

/** Changes of tools that can be taken back from the audit log, by what they are. */
export const TOOL_PLAYS: Record<string, Play> = {
  "one tool's switch": {
    ...RULES,
    change: async ({ owner }) => await switchMember(owner, false),
    again: async ({ owner }) => await switchMember(owner, true),
  },
  "a group's switch": {
    ...RULES,
    change: async ({ owner }) => await switchMember(owner, false, "group", ["agents.read"]),
    again: async ({ owner }) => await switchMember(owner, true, "group", ["agents.read"]),
  },
  "a bulk change": {
    ...RULES,
    change: async ({ owner }) => await switchMember(owner, false, "tool", ["list_agents", "create_agent"]),
    again: async ({ owner }) => await switchMember(owner, true),
  },
  "a preset": {
    ...RULES,
    change: async ({ owner }) => await applyPreset(owner, "read_only"),
    again: async ({ owner }) => await applyPreset(owner, "everything"),
  },
  "a rule": {
    ...RULES,
    change: async ({ owner }) =>
      await setToolPolicy(owner, { role: "member", subject: "group", name: "agents.read", allowed: false }),
    again: async ({ owner }) =>
      await setToolPolicy(owner, { role: "member", subject: "group", name: "agents.read", allowed: true }),
  },
  "a tool switched off for everybody": {
    ...STATE,
    action: "upstream.switch-tools",
    change: async ({ owner, upstreamId }) => await switchState(owner, upstreamId, false),
    again: async ({ owner, upstreamId }) => await switchState(owner, upstreamId, true),
  },
  "a review": {
    ...STATE,
    action: "upstream.reopen-tools",
    isOneWay: true,
    prepare: async ({ owner }) => {
      const where = { tenantId: owner.tenantId, name: "list_agents" };
      // One that was never approved: a trigger pins what stops being so to what it was.
      for (const data of [{ state: "pending" }, { approvedHash: null }] as const) {
        await inTenant(owner.tenantId, (tx) => tx.upstreamTool.updateMany({ where, data }));
      }
    },
    change: async ({ owner, upstreamId }) => await reviewTool(owner, upstreamId, "off"),
    again: async ({ owner, upstreamId }) => await reviewTool(owner, upstreamId, "approved"),
  },
  "a limit": {
    ...LIMITS,
    change: async ({ owner }) => await setLimit(owner, ["a"]),
    again: async ({ owner }) => await setLimit(owner, ["b"]),
    disturb: otherLimit,
  },
  "a limit's removal": {
    ...LIMITS,
    prepare: async ({ owner }) => await setLimit(owner, ["a"]),
    change: async ({ owner }) => {
      const [limit] = await listArgumentLimits(owner, {});
      return await removeArgumentLimit(owner, { id: limit?.id });
    },
    again: async ({ owner }) => await setLimit(owner, ["b"]),
    disturb: async (tx, tenantId) =>
      await tx.argumentLimit.create({
        data: { tenantId, id: crypto.randomUUID(), ...LIMIT, allowed: ["other"] },
      }),
  },
};
