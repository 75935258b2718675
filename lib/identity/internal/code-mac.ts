import "#server-only";

/** The label of the key that codes are hashed under: six digits without it would be found in a millisecond. */
export const CODE_MAC = "sign-in-code";

/** A code belongs to its address: the same digits of another one have another hash. */
export function toCodeMessage(address: string, code: string): string {
  return `${address}:${code}`;
}

/** Codes that prove a new address have a key of their own: none of them ever signs anybody in. */
export const CHANGE_MAC = "address-change-code";

export function toChangeMessage(personId: string, address: string, code: string): string {
  return `${personId}:${address}:${code}`;
}

/** Codes of the directory's reviewer: a key of their own too, so that no mailed code ever is one. */
export const REVIEWER_MAC = "reviewer-code";
