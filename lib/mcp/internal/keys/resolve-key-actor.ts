import "#server-only";
import { GROUPS } from "#lib/catalog/groups.ts";
import { RememberedAnswers } from "#lib/grants/remember-answers.ts";
import { isRevocationFresh, onRevocation } from "#lib/grants/watch-revocations.ts";
import type { ClientActor } from "#lib/kernel/actor.ts";
import type { GrantId, MembershipId, PersonId } from "#lib/kernel/ids.ts";
import { getConfig } from "#lib/platform/config/get-config.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { once } from "#lib/platform/registry/once.ts";
import { checkKey, secondsLeft } from "./check-key.ts";
import { readPresentedKey } from "./read-presented-key.ts";
import { findKeyAccess, type StoredKeyAccess } from "./store.ts";

export type ResolvedKey =
  | { ok: true; actor: ClientActor }
  | { ok: false; reason: "invalid" }
  /** Nothing is known of the key for now: 401 would make the app drop a good one. */
  | { ok: false; reason: "wait"; status: 429 | 503; waitSeconds: number };

/** As which app whoever comes with a key is known. */
export const KEY_CLIENT = "trinity-key";

const INVALID: ResolvedKey = { ok: false, reason: "invalid" };
const KINDS = ["grant", "membership", "person", "tenant", "access"] as const;
const REMEMBERED_MAX = 10_000;
const ALL_GROUPS = GROUPS.map(({ id }) => id);

/**
 * Whom a Trinity key in the Authorization header speaks for at an organisation's own address; null where none was sent,
 * or the address is the shared one. Keys work where an admin allowed it, of the one instance they named, and nowhere
 * else. No query for one looked up in the last 5 s while revocations are heard; one question to Trinity for one nobody
 * knows, and again every five minutes.
 */
export async function resolveKeyActor(
  authorizationHeader: string | undefined,
  address: string | null,
): Promise<ResolvedKey | null> {
  const key = readPresentedKey(authorizationHeader);
  if (key === null || address === null) return null;
  const known = remembered();
  const name = `${address} ${sha256Hex(key)}`;
  const found = isRevocationFresh() ? known.get(name) : undefined;
  if (found !== undefined) return toResolved(found, address, key);
  for (let isChecked = false; ; isChecked = true) {
    const lookup = known.begin();
    const access = await findKeyAccess(address, sha256Hex(key));
    if (access === null) return INVALID;
    if (isChecked || secondsLeft(access) > 0) {
      const { tenantId, key: row } = access;
      const ids = [tenantId, row?.id ?? "", row?.member?.membershipId ?? "", row?.member?.personId ?? ""];
      known.put(name, access, lookup, { ids, secondsLeft: secondsLeft(access) });
      return toResolved(access, address, key);
    }
    const outcome = await checkKey(address, key);
    if (!outcome.asked) return { ok: false, reason: "wait", ...outcome };
  }
}

function remembered(): RememberedAnswers<StoredKeyAccess> {
  return once("mcp.presented-keys", () => {
    const answers = new RememberedAnswers<StoredKeyAccess>({ weightMax: REMEMBERED_MAX, kinds: KINDS });
    onRevocation((event) => answers.evict(event));
    return answers;
  });
}

/** No consent narrows a key: its groups are all, and the role decides. */
function toResolved(access: StoredKeyAccess, address: string, clear: string): ResolvedKey {
  const { tenantId, upstreamId, fallbackRole, key } = access;
  const role = key?.member?.role ?? fallbackRole;
  if (key === null || key.status !== "valid" || role === null) return INVALID;
  const actor: ClientActor = {
    kind: "client",
    tenantId,
    personId: key.member?.personId ?? (key.id as PersonId),
    membershipId: key.member?.membershipId ?? (key.id as MembershipId),
    role,
    grantId: key.id as GrantId,
    clientId: KEY_CLIENT,
    groups: ALL_GROUPS,
    resource: `${getConfig().publicUrl}/api/mcp/${address}`,
    isSharedAddress: false,
    presented: { upstreamId, isMember: key.member !== null, reveal: () => clear },
  };
  return { ok: true, actor };
}
