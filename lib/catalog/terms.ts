export const HINTS = ["readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"] as const;
export type Hint = (typeof HINTS)[number];
/** The four hints of MCP 2025-11-25, all of them always given. */
export type Hints = { readonly [hint in Hint]: boolean };
