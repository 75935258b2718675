/** The rooms of lib/, bottom to top. A room imports only rooms above its own line in this list. */
export const ROOMS = [
  "kernel",
  "platform",
  "verbs",
  "grants",
  "identity",
  "tenants",
  "upstreams",
  "catalog",
  "access",
  "oauth",
  "mcp",
  "server",
] as const;

/** What the order alone would allow and we do not. */
export const NEVER = { grants: ["tenants"], mcp: ["identity"] } as const;
