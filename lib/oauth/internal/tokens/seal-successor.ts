import "#server-only";
import { sha256Hex } from "#lib/platform/crypto/hash-secret.ts";
import { seal, unseal } from "#lib/platform/crypto/seal.ts";
import { insertSuccessor, type SpentToken } from "./store.ts";

/** A token response (RFC 6749 section 5.1). */
export type TokenAnswer = { refresh_token: string; expires_in: number; [member: string]: unknown };

const LABEL = "oauth/successor";

/** Keeps the answer for whoever presents the same token again; it opens with that token alone. */
export async function keepSuccessor(presented: string, answer: TokenAnswer): Promise<void> {
  const idHash = sha256Hex(presented);
  const successorHash = sha256Hex(answer.refresh_token);
  const sealed = seal(JSON.stringify(answer), { ...toPlace(idHash, successorHash), secret: presented });
  await insertSuccessor({ idHash, successorHash, sealed: Buffer.from(sealed) });
}

/** The kept answer, its lifetime counted from when it was first given. */
export function openSuccessor(
  presented: string,
  { idHash, sealed }: NonNullable<SpentToken["successor"]>,
  secondsAgo: number,
): TokenAnswer {
  const place = toPlace(sha256Hex(presented), idHash);
  const opened = unseal(sealed, { ...place, secret: presented }).toString("utf8");
  const answer = JSON.parse(opened) as TokenAnswer;
  return { ...answer, expires_in: Math.max(1, answer.expires_in - Math.ceil(secondsAgo)) };
}

function toPlace(idHash: string, successorHash: string): { label: string; aad: string } {
  return { label: LABEL, aad: `${idHash}|${successorHash}` };
}
