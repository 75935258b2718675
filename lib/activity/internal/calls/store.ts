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
  tenantId: TenantId;
  /** The JSON text of the rows, as it is hashed. */
  calls: string;
  count: number;
  lost: number;
  hasArguments: boolean;
  isAgain: boolean;
};

/**
 * What became of batches that were sent together. `written` says of each whether it was; those that were not met an
 * organisation that thinks otherwise about arguments. `unsure`: the database went away while they were written.
 * `unwritten` can be tried again, `refused` never: one of them holds what no table takes, or its organisation is gone.
 */
export type AppendOutcome =
  | { outcome: "done"; written: boolean[] }
  | { outcome: "unsure" | "unwritten" | "refused"; error: unknown };

/** Adds each batch to its organisation's chain, in one round trip and one transaction. Never throws. */
export async function appendCalls(batches: readonly Appended[]): Promise<AppendOutcome> {
  // Every writer takes the organisations in the same order, so that none waits for another in a circle.
  const inOrder = batches.toSorted((a, b) =>
    a.tenantId < b.tenantId ? -1 : a.tenantId > b.tenantId ? 1 : 0,
  );
  const rows = inOrder.map(({ tenantId, calls, count, lost, hasArguments, isAgain }) => ({
    tenant_id: tenantId,
    calls,
    count,
    lost,
    with_arguments: hasArguments,
    is_again: isAgain,
  }));
  let isSent = false;
  try {
    const written = await withClient(appSql(), async (client) => {
      isSent = true;
      const answer = await client.query<{ written: boolean[] }>({
        name: "append-tool-calls",
        text: "SELECT tenant.append_tool_call_batches($1) AS written",
        values: [JSON.stringify(rows)],
      });
      return new Map(inOrder.map((batch, index) => [batch, answer.rows[0]?.written[index] === true]));
    });
    return { outcome: "done", written: batches.map((batch) => written.get(batch) === true) };
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
