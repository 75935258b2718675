import "#server-only";

/** How long a message from one process to another may lie there. */
export const MESSAGE_SECONDS = 120;
/** How long a session of the older revisions lasts at most. */
export const SESSION_DAYS = 30;
/** After its last check, what is known of a Trinity key that was sent: refused, or good. The database holds to it. */
export const REFUSED_KEY_MINUTES = 15;
export const KEY_DAYS = 90;
