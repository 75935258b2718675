import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { type ClientVerdict, judgeClient } from "../../policy.ts";
import { findAppSettings, findClientPolicy, type Tx } from "./store.ts";

type Asked = { clientId: string; isReviewed: boolean; redirectHost: string };

/** What the organisation's rows say of an app now; the caller holds the app's lock where it acts on the answer. */
export async function findVerdict(
  tx: Tx,
  tenantId: TenantId,
  { clientId, isReviewed, redirectHost }: Asked,
): Promise<ClientVerdict> {
  const decision = await findClientPolicy(tx, tenantId, clientId);
  const { policy } = await findAppSettings(tx, tenantId);
  return judgeClient({ policy, decision, isReviewed, redirectHost });
}
