import "#server-only";

/** How long an instance's health is kept, by day and change by change. */
export const HEALTH_DAYS = 90;

/** Instances of one organisation. */
export const INSTANCES_MAX = 20;
