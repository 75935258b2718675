import "#server-only";
import { appendAudit } from "#lib/verbs/append-audit.ts";
import { findSandbox } from "./find-sandbox.ts";
import { clearSuspension, markSuspended } from "./internal/lifecycle/store.ts";

/**
 * Lets the reviewer's sandbox run, or stops it: nobody enters it and every token of it answers 401. What is in it stays.
 * Audited there. Does nothing where it is so already, or where there is none.
 */
export async function switchSandbox(isOn: boolean): Promise<void> {
  const sandbox = await findSandbox();
  if (sandbox === null || sandbox.isSuspended !== isOn) return;
  const tenantId = sandbox.id;
  const actor = { kind: "system", job: "sandbox", tenantId } as const;
  const entry = { tenantId, actor, target: tenantId, outcome: "done" } as const;
  if (isOn) {
    await clearSuspension(tenantId, (tx) => appendAudit(tx, { ...entry, action: "tenant.lift-suspension" }));
  } else {
    await markSuspended(tenantId, new Date(), (tx) =>
      appendAudit(tx, { ...entry, action: "tenant.suspend" }),
    );
  }
}
