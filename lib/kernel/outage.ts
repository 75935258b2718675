/** Postgres: connection exceptions, shutting down, starting up. System: nobody there, or cut off. Prisma: no server. */
const OUTAGE_CODE = /^(08\w{3}|57P0[1-3]|53300|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|P1\d{3}|P2024|P2028)$/;
const OUTAGE_TEXT =
  /Connection terminated|timeout exceeded when trying to connect|connection timeout|Query read timeout/i;
const DEPTH_MAX = 4;

/**
 * True when what failed is our database being away for the moment, so that the same request is worth trying again.
 * Looks through `cause`, because Prisma and pg wrap what the system said.
 */
export function isOutage(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > DEPTH_MAX) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return OUTAGE_CODE.test(code) || OUTAGE_TEXT.test(error.message) || isOutage(error.cause, depth + 1);
}
