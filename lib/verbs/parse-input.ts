import "#server-only";
import type { z } from "zod";
import { DomainError } from "#lib/kernel/errors.ts";

/** The verb's input, parsed; throws `invalid_input` whose detail names the fields, never their values. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, raw: unknown): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join(".")).join(", ");
  throw new DomainError(
    "invalid_input",
    "Something in this form is missing or not allowed. Check the fields.",
    {
      detail: fields,
    },
  );
}
