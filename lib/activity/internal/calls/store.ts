import "#server-only";
import type { TenantId } from "#lib/kernel/ids.ts";
import { isOutage } from "#lib/kernel/outage.ts";
import { appSql } from "#lib/platform/db/sql.ts";
import { withClient } from "#lib/platform/db/with-client.ts";
import type { CallRow } from "./call-row.ts";

/** Commits the row of a call that is about to be made. */
export async function insertBegunCall(tenantId: TenantId, row: CallRow): Promise<void> {
  await appSql().query({
    name: "begin-tool-call",
    text: "SELECT tenant.begin_tool_call($1, $2)",
    values: [tenantId, JSON.stringify(row)],
  });
}

export type Appended = {
  /** The JSON text of the rows, as it is hashed. */
  calls: string;
  count: number;
  lost: number;
  hasArguments: boolean;
  isAgain: boolean;
};

/**
 * `other_wish`: nothing was written, because the organisation thinks otherwise about arguments. `unsure`: the database
 * went away while it was written. `unwritten` can be tried again, `refused` never.
 */
export type AppendOutcome = "done" | "other_wish" | "unsure" | "unwritten" | "refused";

/** Adds one batch to the organisation's chain, in one round trip and one transaction. Never throws. */
export async function appendCalls(
  tenantId: TenantId,
  { calls, count, lost, hasArguments, isAgain }: Appended,
): Promise<{ outcome: AppendOutcome; error?: unknown }> {
  let isSent = false;
  try {
    return await withClient(appSql(), async (client) => {
      isSent = true;
      const { rows } = await client.query<{ done: boolean }>({
        name: "append-tool-calls",
        text: "SELECT tenant.append_tool_calls($1, $2, $3, $4, $5, $6) AS done",
        values: [tenantId, calls, count, lost, hasArguments, isAgain],
      });
      return { outcome: rows[0]?.done === true ? "done" : "other_wish" };
    });
  } catch (error) {
    if (isOutage(error)) return { outcome: isSent ? "unsure" : "unwritten", error };
    return { outcome: isFinal(error) ? "refused" : "unwritten", error };
  }
}

/** Data no table takes (class 22), or an organisation that is gone (class 23). */
function isFinal(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^2[23]\w{3}$/.test(code);
}
