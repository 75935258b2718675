import "#server-only";
import { notFound } from "next/navigation";
import { isDomainError } from "#lib/kernel/errors.ts";

/** What a verb finds. What does not exist, what is not theirs and what is no id at all are the same missing page. */
export async function orNotFound<Found>(load: () => Promise<Found>): Promise<Found> {
  try {
    return await load();
  } catch (error) {
    if (isDomainError(error, "not_found") || isDomainError(error, "invalid_input")) notFound();
    throw error;
  }
}
