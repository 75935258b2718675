/** The operators' pages, in the order of the rail. A new one is a line here, an icon and a word in `ops.json`. */
export const OPS_SECTIONS = [
  { path: "/ops", key: "overview" },
  { path: "/ops/tenants", key: "tenants" },
  { path: "/ops/clients", key: "clients" },
  { path: "/ops/health", key: "health" },
  { path: "/ops/preflight", key: "preflight" },
  { path: "/ops/incidents", key: "incidents" },
] as const;

export type OpsSection = (typeof OPS_SECTIONS)[number]["key"];
