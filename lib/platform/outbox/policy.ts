import "#server-only";

/** How long a mail that cannot be sent is tried, and how long it is known afterwards that there was one. */
export const MAIL_TRIED_HOURS = 24;
export const MAIL_KEPT_DAYS = 7;
