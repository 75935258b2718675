import { mintTenant } from "../mint.ts";
import { type Base, DAY, type Plant, type Row } from "./plant.ts";

/** Another organisation with a ledger, whose calls are kept for that many days. */
async function plantLedger({ plant }: Base, keepDays: number): Promise<Row> {
  const { tenantId: tenant_id } = await mintTenant();
  await plant("tenant.tool_call_ledgers", { tenant_id, keep_days: keepDays, seq: 5 });
  return { tenant_id };
}

/** Calls and their counts, of organisations that keep them that many days. */
export const listCallPlants = (days: number): Plant[] => [
  {
    title: `calls of an organisation that keeps them ${days} days`,
    table: "tenant.tool_calls",
    row: async (at, base) => {
      const tenant = await plantLedger(base, days);
      await base.plant("tenant.tool_call_batches", { ...tenant, seq: 1, at });
      return { ...tenant, at, batch: 1, place: 1, arguments: Buffer.from("sealed") };
    },
  },
  {
    title: `batches, ${days} days`,
    table: "tenant.tool_call_batches",
    row: async (at, base) => ({ ...(await plantLedger(base, days)), seq: 1, at }),
    key: ["tenant_id", "seq"],
  },
  {
    title: `counts by hour, ${days} days`,
    table: "tenant.tool_call_hours",
    row: async (at, base) => ({ ...(await plantLedger(base, days)), hour: at, result: "done" }),
    key: ["tenant_id", "hour", "result"],
  },
  ...["tool_call_days", "tool_call_people"].map((table) => ({
    title: `${table}, ${days} days`,
    table: `tenant.${table}`,
    row: async (at: Date, base: Base) => ({
      ...(await plantLedger(base, days)),
      day: at.toISOString().slice(0, 10),
    }),
    key: ["tenant_id", "upstream_id", "name"],
    marginSeconds: 2 * DAY,
  })),
];
