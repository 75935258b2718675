import "#server-only";

/** How long the operators' log is kept. */
export const OPERATOR_LOG_DAYS = 365;
