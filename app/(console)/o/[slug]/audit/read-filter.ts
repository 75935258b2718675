import type { AuditFilter } from "#lib/audit/schema.ts";
import { AuditFilterInput } from "#lib/audit/schema.ts";
import { type Query, readQuery } from "../../../../_ui/query.ts";
import { endOfDay, startOfDay } from "../../../day-bounds.ts";

const NAMES = ["who", "action", "target", "source", "outcome"] as const;

export type ReadFilter = {
  filter: AuditFilter;
  /** What stands in the address, as it was understood. */
  values: Readonly<Record<string, string>>;
  before: bigint | undefined;
};

/** The filter in an address. What cannot be one is left out: an address is typed by anybody. Days are the reader's. */
export function readFilter(query: Query, timeZone: string): ReadFilter {
  const { shape } = AuditFilterInput;
  const values: Record<string, string> = {};
  for (const name of NAMES) {
    const value = readQuery(query, name);
    if (value !== undefined && shape[name].safeParse(value).success) values[name] = value;
  }
  const from = startOfDay(readQuery(query, "from"), timeZone);
  const to = endOfDay(readQuery(query, "to"), timeZone);
  const filter = AuditFilterInput.parse({ ...values, ...(from && { from }), ...(to && { to }) });
  if (from) values["from"] = readQuery(query, "from") ?? "";
  if (to) values["to"] = readQuery(query, "to") ?? "";
  const before = readQuery(query, "before");
  return { filter, values, before: before && /^[1-9]\d{0,17}$/.test(before) ? BigInt(before) : undefined };
}
