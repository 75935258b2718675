import "#server-only";
import { createHash } from "node:crypto";

/**
 * SHA-256 over an audit row and the hash before it. Members are sorted and empty ones left out, so that the row gives
 * the same hash when it is read back: jsonb keeps neither the order of members nor the difference of null and absent.
 */
export function hashAudit(row: object): string {
  return createHash("sha256")
    .update(JSON.stringify(toCanonical(row)))
    .digest("hex");
}

function toCanonical(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => toCanonical(item) ?? null);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, toCanonical(member)]));
}
