import "#server-only";
import { z } from "zod";
import { seal, unsealText } from "#lib/platform/crypto/seal.ts";
import { SIGN_IN_MINUTES } from "../../policy.ts";
import { readCookie, writeCookie } from "../cookies.ts";

export const PROVIDER_SECONDS = SIGN_IN_MINUTES * 60;
const COOKIE = { label: "provider-sign-in", aad: "sign-in/provider" } as const;

export const PURPOSES = ["sign-in", "again", "link", "test"] as const;

const StateSchema = z.object({
  connection: z.string(),
  /** Whose connection it is; absent for Google. */
  tenantId: z.string().optional(),
  version: z.number(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  purpose: z.enum(PURPOSES),
  /** Who must come back: the signed-in person, for every purpose but "sign-in". */
  personId: z.string().optional(),
  next: z.string(),
  expires: z.number(),
});
export type ProviderState = z.output<typeof StateSchema>;

/** The Set-Cookie value that ties a sign-in at a provider to this very browser. */
export function keepProviderState(state: ProviderState): string {
  const sealed = seal(JSON.stringify(state), COOKIE);
  return writeCookie("provider", Buffer.from(sealed).toString("base64url"), PROVIDER_SECONDS);
}

export function dropProviderState(): string {
  return writeCookie("provider", "", 0);
}

/** What this browser was sent away with, or null: another browser's, old, or none of ours. */
export function findProviderState(cookieHeader: string | null, now: Date): ProviderState | null {
  const value = readCookie("provider", cookieHeader);
  const text = value && unsealText(Buffer.from(value, "base64url"), COOKIE);
  if (!text) return null;
  const state = StateSchema.parse(JSON.parse(text));
  return state.expires > now.getTime() ? state : null;
}
