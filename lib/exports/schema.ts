import { z } from "zod";
import { isUuid } from "../kernel/ids.ts";
import { EXPORT_FORMATS, EXPORT_KINDS } from "./terms.ts";

/** `no_right`: who asked may not read it any more. `too_large`: more than one file holds. `broken`: it failed again and again. */
export type ExportProblem = "no_right" | "too_large" | "broken";
export type ExportState = "waiting" | "ready" | "failed" | "cancelled";

const FILTER_LENGTH_MAX = 8_000;

/** What the filter may hold is decided by the kind; dates in it are ISO texts. */
const Filter = z
  .record(z.string(), z.json())
  .refine((filter) => JSON.stringify(filter).length <= FILTER_LENGTH_MAX);

export const RequestExportInput = z.strictObject({
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  filter: Filter,
  timeZone: z.string().refine(isTimeZone, "Choose a time zone."),
});
export const ExportIdInput = z.strictObject({ id: z.string().refine(isUuid) });

function isTimeZone(name: string): boolean {
  if (name.length > 64) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
