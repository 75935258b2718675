import type { AuditFilter } from "#lib/audit/schema.ts";
import { AuditFilterInput } from "#lib/audit/schema.ts";
import { type Query, readQuery } from "../../../../_ui/query.ts";
import { type AskedRange, readRange } from "../../../read-range.ts";

const NAMES = ["who", "action", "target", "source", "outcome"] as const;

export type ReadFilter = {
  filter: AuditFilter;
  /** What stands in the address, as it was understood. */
  values: Readonly<Record<string, string>>;
  asked: AskedRange;
  before: bigint | undefined;
};

/** The filter in an address. What cannot be one is left out: an address is typed by anybody. Times are the reader's. */
export function readFilter(query: Query, timeZone: string): ReadFilter {
  const { shape } = AuditFilterInput;
  const values: Record<string, string> = {};
  for (const name of NAMES) {
    const value = readQuery(query, name);
    if (value !== undefined && shape[name].safeParse(value).success) values[name] = value;
  }
  const asked = readRange(query, timeZone);
  const filter = AuditFilterInput.parse({ ...values, ...asked.span });
  const { range, from, to } = asked;
  if (range) Object.assign(values, { range }, range === "custom" && { from, to });
  const before = readQuery(query, "before");
  return {
    filter,
    values,
    asked,
    before: before && /^[1-9]\d{0,17}$/.test(before) ? BigInt(before) : undefined,
  };
}
