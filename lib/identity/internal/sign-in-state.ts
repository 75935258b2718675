import "#server-only";
import { z } from "zod";
import { SIGN_IN_MINUTES } from "../policy.ts";

export const SIGN_IN_SECONDS = SIGN_IN_MINUTES * 60;
export const SIGN_IN_COOKIE = { label: "sign-in", aad: "sign-in/cookie" } as const;

const PLAIN_REASONS = [
  "invalid_address",
  "mail_refused",
  "malformed",
  "expired",
  "too_many",
  "unavailable",
  "company_only",
  "way_refused",
  "provider_browser",
  "provider_cancelled",
  "provider_refused",
  "provider_unreachable",
  "provider_answer",
  "provider_email",
  "provider_domain",
  "provider_off",
  "provider_other_account",
  "provider_taken",
  "provider_bound",
  "review_malformed",
  "review_wrong",
] as const;

/** What the pages of one sign-in know: nothing in it opens a door, and the code is never part of it. */
export const SignInStateSchema = z.object({
  /** What was typed, or once a code was sent the normalised address. */
  address: z.string(),
  /** When the code was sent, in milliseconds; absent until then. */
  sentAt: z.number().optional(),
  next: z.string(),
  /** Somebody at a provider who becomes the address's person once its code was right. */
  identity: z
    .object({ connection: z.string(), issuer: z.string(), subject: z.string(), email: z.string() })
    .optional(),
  /** Why the form was refused; the page it leads to shows it. */
  problem: z
    .union([
      z.object({ reason: z.enum(PLAIN_REASONS) }),
      z.object({ reason: z.literal("wrong"), triesLeft: z.number() }),
      z.object({ reason: z.enum(["too_early", "limited"]), waitSeconds: z.number() }),
    ])
    .optional(),
});
export type SignInState = z.infer<typeof SignInStateSchema>;
export type SignInProblem = NonNullable<SignInState["problem"]>;
