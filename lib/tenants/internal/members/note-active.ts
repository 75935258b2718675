import "#server-only";
import type { OwnMembership } from "../../store.ts";
import { touchMember } from "./store.ts";

const HOUR_MS = 60 * 60 * 1000;

/** Once an hour the member's row says that they were here. */
export async function noteActive({ tenantId, membershipId, lastActiveAt }: OwnMembership): Promise<void> {
  const now = new Date();
  if (lastActiveAt !== null && now.getTime() - lastActiveAt.getTime() < HOUR_MS) return;
  await touchMember(tenantId, membershipId, now);
}
