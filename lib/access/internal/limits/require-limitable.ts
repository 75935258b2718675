import "#server-only";
import { findArgumentKind } from "#lib/catalog/narrow-schema.ts";
import { DomainError } from "#lib/kernel/errors.ts";
import type { TenantId } from "#lib/kernel/ids.ts";
import { countLimits, findSchemas, type Tx } from "./store.ts";

const LIMITS_MAX = 200;

/**
 * That an argument of a tool can be held against values: the organisation has the tool, and the argument is a text or a
 * list of texts at each of its instances.
 */
export async function requireLimitable(
  tx: Tx,
  tenantId: TenantId,
  { tool, argument }: { tool: string; argument: string },
): Promise<void> {
  const schemas = await findSchemas(tx, tenantId, tool);
  if (schemas.length === 0) {
    throw new DomainError(
      "not_found",
      "Your organisation has no tool of this name. Choose one from the list.",
    );
  }
  if (schemas.every((schema) => findArgumentKind(schema, argument) !== null)) return;
  throw new DomainError(
    "precondition_failed",
    "Only an argument of this tool that is a text or a list of texts can be limited. Choose another.",
  );
}

/** That the organisation may have one limit more; for a caller who holds the lock on them. */
export async function requireRoom(tx: Tx, tenantId: TenantId): Promise<void> {
  if ((await countLimits(tx, tenantId)) < LIMITS_MAX) return;
  throw new DomainError(
    "precondition_failed",
    "An organisation can have two hundred limits on arguments. Remove one first.",
  );
}
