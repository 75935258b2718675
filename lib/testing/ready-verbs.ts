import { makeAttemptKey } from "#lib/activity/make-attempt-key.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { inTenant } from "#lib/platform/db/in-tenant.ts";
import { authSql } from "#lib/platform/db/sql.ts";
import type { Tx } from "#lib/platform/db/tx.ts";
import { digestTools } from "#lib/upstreams/internal/digest-tools.ts";
import { STREAM_INPUTS } from "./stream-inputs.ts";
import type { World } from "./verb-inputs.ts";

/** Who succeeds with what; the owner unless it says otherwise. */
type Ready = { actor?: MemberActor; input: unknown };

/** Commands that a fresh organisation refuses: each brings about, without any verb, what it waits for. */
export const READY: Record<string, (world: World) => Promise<Ready>> = {
  activateSsoConnection: async (world) => {
    const { tenantId, personId } = world.owner;
    await within(world, async (tx) => {
      await tx.verifiedDomain.updateMany({ where: { tenantId }, data: { provenAt: new Date() } });
      await tx.ssoConnection.updateMany({
        where: { tenantId },
        data: { testedVersion: 1, testedBy: personId },
      });
    });
    return { input: { isRequired: false, seen: "1 off endless" } };
  },
  approveTools: async (world) => {
    const tool = await moveTool(world, "pending");
    return { input: { id: world.upstreamId, digest: digestTools([tool]) } };
  },
  createLogStream: async (world) => {
    const { tenantId } = world.owner;
    await within(world, (tx) => tx.logStream.deleteMany({ where: { tenantId } }));
    return { input: STREAM_INPUTS["createLogStream"]?.input(world) };
  },
  leaveTenant: async ({ actors }) => ({ actor: actors.member, input: {} }),
  noteAttemptReference: async (world) => {
    const { id, number } = makeAttemptKey();
    const { personId, tenantId } = world.owner;
    await authSql().query(
      `INSERT INTO auth.attempts (id, number, started_at, last_at, furthest, furthest_at, client_id, family, network,
         person_id, tenant_id)
       VALUES ($1, $2, now(), now(), 5, now(), 'app', 'browser', '8.8.4.0/24', $3, $4)`,
      [id, number, personId, tenantId],
    );
    return { input: { number, reference: "ofid_abcd1234" } };
  },
  recordWidening: async (world) => {
    const { tenantId } = world.owner;
    const asked = { askedGroups: ["agents.write"], askedAt: new Date() };
    await within(world, (tx) => tx.grant.updateMany({ where: { tenantId, id: world.grantId }, data: asked }));
    return { input: { id: world.grantId, groups: ["agents.write"] } };
  },
  removeLogo: async (world) => {
    const { tenantId } = world.owner;
    const hash = "0".repeat(64);
    await within(world, async (tx) => {
      await tx.tenant.updateMany({ where: { id: tenantId }, data: { logoHash: hash } });
      await tx.tenantLogo.createMany({ data: [{ tenantId, hash, image: Buffer.from("a picture") }] });
    });
    return { input: { hash } };
  },
  reopenTools: async (world) => {
    const { id, hash } = await moveTool(world, "off");
    return { input: { decision: "off", tools: [{ id, hash, approvedHash: null }] } };
  },
  resumeLogStream: async (world) => {
    const { tenantId } = world.owner;
    await within(world, (tx) => tx.logStream.updateMany({ where: { tenantId }, data: { state: "paused" } }));
    return { input: { id: world.streamId } };
  },
  resumeTools: async (world) => {
    const { tenantId, personId } = world.owner;
    const paused = { pausedAt: new Date(), pausedBy: personId };
    await within(world, (tx) => tx.tenant.updateMany({ where: { id: tenantId }, data: paused }));
    return { input: {} };
  },
  reviewTools: async (world) => {
    const { id, hash } = await moveTool(world, "pending");
    return { input: { ids: [id], seen: { [id]: hash }, decision: "off" } };
  },
  settleKey: async (world) => {
    const { tenantId } = world.owner;
    const where = { tenantId, upstreamId: world.upstreamId, ownerId: null };
    await within(world, async (tx) => {
      const key = await tx.upstreamKey.findFirstOrThrow({ where, select: { sealed: true } });
      const previousUntil = new Date(Date.now() + 3_600_000);
      const previous = { previousVersion: 1, previousSealed: key.sealed, previousLastFour: "test" };
      await tx.upstreamKey.updateMany({ where, data: { ...previous, previousUntil } });
    });
    return { input: { id: world.upstreamId } };
  },
  storeKey: async (world) => {
    const { tenantId } = world.owner;
    const where = { tenantId, id: world.upstreamId };
    await within(world, (tx) => tx.upstream.updateMany({ where, data: { status: "draft" } }));
    return { input: { id: world.upstreamId, version: 1, mode: "shared" } };
  },
};

async function within<Result>({ owner }: World, run: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await inTenant(owner.tenantId, run);
}

async function moveTool(world: World, state: "pending" | "off") {
  const { tenantId } = world.owner;
  const where = { tenantId, id: world.toolId };
  return await within(world, async (tx) => {
    await tx.upstreamTool.updateMany({ where, data: { state } });
    return await tx.upstreamTool.findFirstOrThrow({ where, select: { id: true, name: true, hash: true } });
  });
}
