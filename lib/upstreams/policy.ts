import "#server-only";

/** How long an instance's health is kept, by day and change by change. */
export const HEALTH_DAYS = 90;
