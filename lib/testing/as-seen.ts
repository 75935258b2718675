import { listArgumentLimits } from "#lib/access/list-argument-limits.ts";
import { setArgumentLimit } from "#lib/access/set-argument-limit.ts";
import type { MemberActor } from "#lib/kernel/actor.ts";
import { activateSsoConnection } from "#lib/tenants/activate-sso-connection.ts";
import { deactivateSsoConnection } from "#lib/tenants/deactivate-sso-connection.ts";
import { getSignInSettings } from "#lib/tenants/get-sign-in-settings.ts";
import { saveSsoConnection } from "#lib/tenants/save-sso-connection.ts";
import { setSecretEnd } from "#lib/tenants/set-secret-end.ts";
import { getKeyAccess } from "#lib/upstreams/get-key-access.ts";
import { setKeyAccess } from "#lib/upstreams/set-key-access.ts";

/** Changes by somebody who has just looked at what they change. */

type Saving = { issuer: string; clientId: string; clientSecret: string; secretEndsOn?: string };

const see = async (owner: MemberActor): Promise<string> => (await getSignInSettings(owner, {})).seen;

export async function saveSsoAsSeen(owner: MemberActor, input: Saving) {
  return await saveSsoConnection(owner, { ...input, seen: await see(owner) });
}

export async function setSecretEndAsSeen(owner: MemberActor, secretEndsOn: string) {
  return await setSecretEnd(owner, { secretEndsOn, seen: await see(owner) });
}

export async function activateSsoAsSeen(owner: MemberActor, { isRequired }: { isRequired: boolean }) {
  return await activateSsoConnection(owner, { isRequired, seen: await see(owner) });
}

export async function deactivateSsoAsSeen(owner: MemberActor) {
  return await deactivateSsoConnection(owner, { seen: await see(owner) });
}

type Limit = { role?: string | undefined; tool: string; argument: string; allowed: readonly string[] };

export async function setLimitAsSeen(admin: MemberActor, limit: Limit) {
  const limits = await listArgumentLimits(admin, {});
  const same = limits.find(
    ({ role, tool, argument }) => role === limit.role && tool === limit.tool && argument === limit.argument,
  );
  return await setArgumentLimit(admin, { ...limit, seen: same?.allowed ?? null });
}

type Access = { id: string; isAllowed: boolean; role: string | null };

export async function setKeyAccessAsSeen(admin: MemberActor, access: Access) {
  const { seen } = await getKeyAccess(admin, { id: access.id });
  return await setKeyAccess(admin, { ...access, seen });
}
