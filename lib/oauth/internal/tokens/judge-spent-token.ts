import "#server-only";

/** How long the bearer of a rotated token may ask for its successor again. */
const REPLAY_SECONDS = 60;

export type SpentVerdict = "other_client" | "replay" | "successor_used" | "reused";

type SpentUse = { isSameClient: boolean; secondsAgo: number; isSuccessorUnused: boolean };

/**
 * What a refresh token presented after its rotation means. Within a minute it is a racing or retrying process of the
 * same app: the same answer again or, once the app has gone on from that answer, a refusal that costs nobody anything.
 * Later it is a copy (RFC 9700 section 4.14.2). Another client learns and changes nothing.
 */
export function judgeSpentToken({ isSameClient, secondsAgo, isSuccessorUnused }: SpentUse): SpentVerdict {
  if (!isSameClient) return "other_client";
  if (secondsAgo > REPLAY_SECONDS) return "reused";
  return isSuccessorUnused ? "replay" : "successor_used";
}
