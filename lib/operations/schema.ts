import { z } from "zod";

/**
 * `needsOutside`: what cannot be decided from here, because only the outside world or a person can say it, or because
 * another point has to be mended first. Never a pass.
 */
export const POINT_STATES = ["passed", "failed", "needsOutside"] as const;
export type PointState = (typeof POINT_STATES)[number];

const CheckResultSchema = z.object({
  id: z.string(),
  /** What was looked at. */
  title: z.string(),
  state: z.enum(POINT_STATES),
  ms: z.number(),
  /** What was seen; data, not words of ours. */
  saw: z.string().optional(),
  /** Of a failure: which of the ways to fail it was, why, and what to do. */
  code: z.string().optional(),
  cause: z.string().optional(),
  fix: z.string().optional(),
  /** Of what needs the outside: whom or what it needs. */
  why: z.string().optional(),
});
export type CheckResult = z.infer<typeof CheckResultSchema>;

/** One of the 24 points: as good as the worst of its checks. */
export const PointResultSchema = z.object({
  number: z.number().int(),
  title: z.string(),
  state: z.enum(POINT_STATES),
  checks: z.array(CheckResultSchema),
});
export type PointResult = z.infer<typeof PointResultSchema>;

export const PreflightReportSchema = z.object({
  url: z.string(),
  startedAt: z.string(),
  ms: z.number(),
  passed: z.number().int(),
  failed: z.number().int(),
  needsOutside: z.number().int(),
  points: z.array(PointResultSchema),
});
export type PreflightReport = z.infer<typeof PreflightReportSchema>;

/** The person's own address, typed to delete their account. */
export const DeleteAccountInput = z.strictObject({ confirmation: z.string().max(1_000) });
