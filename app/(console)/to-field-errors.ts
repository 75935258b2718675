import "#server-only";
import type { z } from "zod";
import type { FieldError } from "../_ui/error-summary.tsx";

/** The first complaint about each field, in words of ours: the schemas of the rooms carry them. */
export function toFieldErrors({ issues }: z.ZodError): FieldError[] {
  const errors = new Map<string, string>();
  for (const { path, message } of issues) {
    const fieldId = String(path[0] ?? "");
    if (!errors.has(fieldId)) errors.set(fieldId, message);
  }
  return [...errors].map(([fieldId, message]) => ({ fieldId, message }));
}
