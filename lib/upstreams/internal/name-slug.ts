import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import { INSTANCES_MAX } from "../policy.ts";

/**
 * The prefix of a new instance's tools: empty for the organisation's first, else letters, digits and `_`, unique in the
 * organisation. Throws `precondition_failed` where there are too many instances.
 */
export function nameSlug(name: string, existing: readonly { slug: string }[]): string {
  if (existing.length >= INSTANCES_MAX) {
    throw new DomainError(
      "precondition_failed",
      "An organisation can have twenty Trinity instances. Remove one first.",
    );
  }
  if (existing.length === 0) return "";
  const taken = new Set(existing.map(({ slug }) => slug));
  const base =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "")
      .slice(0, 24) || "trinity";
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base}${number}`;
  return slug;
}
