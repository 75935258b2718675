import "#server-only";
import { DomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { findSandbox } from "#lib/tenants/find-sandbox.ts";

/** The sandbox, stopped or not. Throws `precondition_failed` where no server ever made one. */
export async function requireSandbox(): Promise<{ id: TenantId; slug: string; isSuspended: boolean }> {
  const sandbox = await findSandbox();
  if (sandbox) return sandbox;
  throw new DomainError(
    "precondition_failed",
    "There is no sandbox yet: start the servers with SANDBOX=on first.",
  );
}
