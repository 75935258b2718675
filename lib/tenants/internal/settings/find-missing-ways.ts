import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { SIGN_IN_WAYS, type SignInWay } from "../../schema.ts";
import { isWayAllowed } from "./is-way-allowed.ts";
import { findEntrance } from "./store.ts";

/** The ways that would let somebody in who signed in otherwise; null where how they did is allowed. */
export async function findMissingWays(
  tenantId: TenantId,
  signedInBy: string,
): Promise<readonly SignInWay[] | null> {
  const entrance = await findEntrance(tenantId);
  const isOpen = SIGN_IN_WAYS.every((way) => entrance.ways.includes(way));
  return isOpen || isWayAllowed(signedInBy, entrance) ? null : entrance.ways;
}
