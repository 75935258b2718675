/** What an incident can be about, as the status page lists it. */
export const COMPONENTS = ["sign-in", "connect", "mcp", "console"] as const;
export type Component = (typeof COMPONENTS)[number];

/** How bad it is: something is slow or odd, something does not work, nothing works; or it was announced. */
export const IMPACTS = ["degraded", "partial", "major", "maintenance"] as const;
export type Impact = (typeof IMPACTS)[number];

export const INCIDENT_STATES = ["investigating", "identified", "monitoring", "resolved"] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];
