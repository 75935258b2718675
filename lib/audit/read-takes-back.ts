import "#server-only";
import { z } from "zod";

const TakingSchema = z.object({ takesBack: z.string().regex(/^[1-9]\d{0,18}$/) });

/** The number of the row whose change a row takes back; null for most. */
export function readTakesBack(after: unknown): bigint | null {
  const { data } = TakingSchema.safeParse(after);
  return data ? BigInt(data.takesBack) : null;
}
