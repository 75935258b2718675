import "#server-only";

/** True when the database refused a row because another with the same unique key exists (Prisma or pg). */
export function isUniqueViolation(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return error.code === "P2002" || error.code === "23505";
}
