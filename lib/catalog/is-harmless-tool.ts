import "#server-only";
import { classifyTool } from "./classify-tool.ts";

/**
 * Whether a tool of that name may be used before an admin looked at it: one we know that changes nothing. Of one we do not
 * know nothing is believed.
 */
export function isHarmlessTool(name: string): boolean {
  const { origin, hints, verdict } = classifyTool({ name });
  return origin !== "unknown" && hints.readOnlyHint && verdict === "ok";
}
