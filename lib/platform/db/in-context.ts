import "#server-only";
import { appClient } from "./prisma-clients.ts";
import type { Tx } from "./tx.ts";

type Setting = "app.tenant_id" | "app.person_id" | "app.system_job";

/**
 * Runs in one transaction whose first statement tells the database whom it acts for. The setting is local to the
 * transaction (`set_config(…, true)`), so nothing of it reaches the next user of the connection.
 */
export async function inContext<Result>(
  setting: Setting,
  value: string,
  run: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return await appClient().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT set_config(${setting}, ${value}, true)`;
    return await run(tx);
  });
}
