import "#server-only";
import { errors, type Payload } from "oidc-provider";
import { noteOutcome } from "#lib/activity/note-outcome.ts";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { countHere } from "#lib/platform/limits/count-here.ts";
import { log } from "#lib/platform/log/log.ts";
import { endFamily } from "./end-family.ts";
import { judgeSpentToken } from "./judge-spent-token.ts";
import { currentTokenRequest, type TokenOutcome, type TokenRequest } from "./request-context.ts";
import { openSuccessor } from "./seal-successor.ts";
import {
  findRefreshToken,
  findSpentToken,
  lockRefreshToken,
  type SpentToken,
  spendRefreshToken,
  type TokenGrant,
} from "./store.ts";

export const ROTATION_LIMIT = { points: 3_000, durationSeconds: 3_600 };

type Judged = { request: TokenRequest; presented: string; spent: SpentToken; grant: TokenGrant };

/**
 * The record of a presented refresh token, for the provider, which has authenticated the client by now. A live one is a
 * token request's alone until its transaction ends. A spent one throws `invalid_grant`; where it is a retry, the request
 * then holds the answer to give again (RFC 9700 section 4.14.2). Undefined for one that gives nothing any more.
 */
export async function claimRefresh(presented: string): Promise<Payload | undefined> {
  const idHash = sha256Hex(presented);
  const request = currentTokenRequest();
  const isRevocation = request?.kind === "revocation";
  const live = await (isRevocation ? findRefreshToken(idHash) : lockRefreshToken(idHash));
  if (live !== null) {
    if (live.isExpired) return note(request, "expired_token");
    const { payload, grant } = live;
    if (!isOf(payload, grant)) return note(request, "grant_ended");
    if (payload["clientId"] !== request?.clientId) note(request, "other_client");
    const grantId = String(payload["grantId"]);
    if (request) request.claimed = { grantId, grant };
    await requirePace(request, grantId);
    return { ...payload, scope: grant.groups.join(" ") };
  }
  const spent = await findSpentToken(idHash);
  if (spent === null) return note(request, "unknown_token");
  if (spent.grant === null) return note(request, "grant_ended");
  if (request === undefined || isRevocation) return toRevocable(spent.grantId, spent.grant);
  return await refuseSpent({ request, presented, spent, grant: spent.grant });
}

/** Each rotation leaves a tombstone for 30 days, and no app that works comes near this. */
async function requirePace(request: TokenRequest | undefined, grantId: string): Promise<void> {
  if (request?.kind !== "token") return;
  const waitSeconds = await countHere("oauth.refresh", grantId, ROTATION_LIMIT);
  if (waitSeconds === null) return;
  Object.assign(request, { waitSeconds, outcome: "too_often" });
  throw new errors.InvalidGrant("refreshed too often");
}

/** Uses the token up; of two requests one does. */
export async function consumeRefresh(presented: string): Promise<void> {
  if (!(await spendRefreshToken(sha256Hex(presented))))
    throw new errors.InvalidGrant("used by another request");
  const request = currentTokenRequest();
  if (request) Object.assign(request, { spent: presented, outcome: "rotated" });
}

function isOf(payload: Payload, grant: TokenGrant | null): grant is TokenGrant {
  return grant !== null && grant.personId === payload["accountId"] && grant.clientId === payload["clientId"];
}

async function refuseSpent({ request, presented, spent, grant }: Judged): Promise<never> {
  const { secondsAgo, successor } = spent;
  const verdict = judgeSpentToken({
    isSameClient: request.clientId === grant.clientId,
    secondsAgo,
    isSuccessorUnused: successor !== null,
  });
  log.info(
    { verdict, grantId: spent.grantId, secondsAgo: Math.round(secondsAgo) },
    "a spent refresh token came back",
  );
  if (verdict === "replay" && successor !== null) {
    if (request.resources.some((resource) => resource !== grant.resource)) throw new errors.InvalidTarget();
    request.replay = openSuccessor(presented, successor, secondsAgo);
  }
  if (verdict === "reused") await endFamily(spent.grantId);
  note(request, OUTCOMES[verdict]);
  noteOutcome({ grantId: spent.grantId });
  throw new errors.InvalidGrant("refresh token was rotated before");
}

const OUTCOMES = {
  replay: "replayed",
  other_client: "other_client",
  successor_used: "successor_used",
  reused: "token_reused",
} as const satisfies Record<ReturnType<typeof judgeSpentToken>, TokenOutcome>;

function note(request: TokenRequest | undefined, outcome: TokenOutcome): undefined {
  if (request) request.outcome = outcome;
}

/** An app that logs out with a token it should have replaced means its connection all the same (RFC 7009 section 2.1). */
function toRevocable(grantId: string, { clientId, personId }: TokenGrant): Payload {
  const now = Math.floor(Date.now() / 1000);
  return { kind: "RefreshToken", grantId, clientId, accountId: personId, iat: now, exp: now + 60 };
}
