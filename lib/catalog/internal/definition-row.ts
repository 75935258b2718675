import "#server-only";
import type { ToolDefinition, Verdict } from "../schema.ts";

/** One of our definitions as it is written down; a row without a verdict is "ok". */
export type DefinitionRow = Omit<ToolDefinition, "origin" | "verdict"> & {
  readonly description: string;
  readonly verdict?: Verdict;
};
