import "#server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { isDomainError } from "#lib/kernel/errors.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { consumeLimit } from "#lib/platform/limits/consume-limit.ts";
import { countHere } from "#lib/platform/limits/count-here.ts";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { once } from "#lib/platform/registry/once.ts";
import { validatePresentedKey } from "#lib/upstreams/validate-presented-key.ts";
import {
  claimKeyCheck,
  findKeyAccess,
  releaseKeyCheck,
  saveKeyCheck,
  type StoredKeyAccess,
} from "./store.ts";

/** `asked`: the row now says what Trinity said. `wait`: it could not be asked, or not that often. */
export type KeyCheckOutcome = { asked: true } | { asked: false; status: 429 | 503; waitSeconds: number };

/** How long Trinity's word on a key holds, a good one and a bad one. */
const VALID_SECONDS = 300;
const INVALID_SECONDS = 120;
/** Unknown keys somebody may come with, and all who come to one organisation. */
const UNKNOWN_PER_PEER = { points: 10, durationSeconds: 600 };
const UNKNOWN_PER_TENANT = { points: 60, durationSeconds: 600 };
const ANSWER_EVERY_MS = 150;
const ANSWER_LOOKS = 40;
const AWAY: KeyCheckOutcome = { asked: false, status: 503, waitSeconds: 5 };

/** For how long what is stored of a key may still be believed; nothing or less: it must be asked about. */
export function secondsLeft({ key }: StoredKeyAccess): number {
  if (key === null) return 0;
  return (key.status === "valid" ? VALID_SECONDS : INVALID_SECONDS) - key.ageSeconds;
}

/**
 * Has Trinity say what a key is, once however many ask at the same time, at whichever instance of ours. A key it has not
 * called valid before costs the caller and the organisation one of a few questions, so that guessing does not become
 * Trinity's load.
 */
export async function checkKey(address: string, key: string): Promise<KeyCheckOutcome> {
  const asking = once("mcp.key-checks", () => new Map<string, Promise<KeyCheckOutcome>>());
  const hash = sha256Hex(key);
  const name = `${address} ${hash}`;
  const known = asking.get(name);
  if (known !== undefined) return await known;
  const check = ask({ address, key, hash }).finally(() => asking.delete(name));
  asking.set(name, check);
  return await check;
}

type Asked = { address: string; key: string; hash: string };

async function ask(asked: Asked): Promise<KeyCheckOutcome> {
  const { address, key, hash } = asked;
  // Somebody else's question may have been answered between the caller's look and this one.
  const access = await findKeyAccess(address, hash);
  if (access === null || secondsLeft(access) > 0) return { asked: true };
  const { tenantId, upstreamId, apiUrl } = access;
  const waitSeconds = access.key?.status === "valid" ? null : await countUnknown(tenantId);
  if (waitSeconds !== null) return { asked: false, status: 429, waitSeconds };
  const place = { tenantId, upstreamId, hash };
  if (!(await claimKeyCheck(place))) return await awaitAnswer(asked);
  const verdict = await validatePresentedKey({ tenantId, apiUrl, key });
  if (!verdict.ok && verdict.reason === "away") {
    await releaseKeyCheck(place);
    return AWAY;
  }
  const said = verdict.ok
    ? { status: "valid" as const, kind: verdict.kind, ownerEmail: verdict.ownerEmail }
    : { status: "invalid" as const, kind: "unknown", ownerEmail: null };
  await saveKeyCheck({ ...place, ...said });
  return { asked: true };
}

/** What another instance of ours is told. */
async function awaitAnswer({ address, hash }: Asked): Promise<KeyCheckOutcome> {
  for (let looks = ANSWER_LOOKS; looks > 0; looks -= 1) {
    await sleep(ANSWER_EVERY_MS);
    const access = await findKeyAccess(address, hash);
    if (access === null || secondsLeft(access) > 0) return { asked: true };
  }
  return AWAY;
}

/** The seconds to wait, or null. First what needs no query, and who guesses before whom they guess at. */
async function countUnknown(tenantId: string): Promise<number | null> {
  const peer = currentPeerAddress();
  const alone = peer === null ? null : await countHere("presented-keys", peer, UNKNOWN_PER_PEER);
  const here = alone ?? (await countHere("presented-keys", tenantId, UNKNOWN_PER_TENANT));
  if (here !== null) return here;
  try {
    await consumeLimit("presented-keys", tenantId, UNKNOWN_PER_TENANT);
    return null;
  } catch (error) {
    if (!isDomainError(error, "limit_exceeded")) throw error;
    return error.retryAfterSeconds ?? UNKNOWN_PER_TENANT.durationSeconds;
  }
}
