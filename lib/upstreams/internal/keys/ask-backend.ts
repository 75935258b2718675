import "#server-only";
import type { TenantId, UpstreamKeyId } from "#lib/kernel/ids.ts";
import type { UpstreamRow } from "../../store.ts";
import { openKey } from "../open-key.ts";
import { readKeyOwner } from "../read-key-owner.ts";

/**
 * Whether an instance's backend says itself that it does not know the key. One that does not answer says nothing about
 * the key. Where no backend is known the instance's own word counts.
 */
export async function isRefusedByBackend(
  tenantId: TenantId,
  { id, apiUrl }: Pick<UpstreamRow, "id" | "apiUrl">,
  key: { id: UpstreamKeyId; version: number },
): Promise<boolean> {
  if (apiUrl === null) return true;
  const [opened] = await openKey({ tenantId, upstreamId: id, key });
  if (opened === undefined) return false;
  const read = await readKeyOwner(apiUrl, opened, tenantId);
  return !read.ok && read.problem === "refused_key";
}
