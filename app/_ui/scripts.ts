/** Says "off" in a browser without scripts; others have no such cookie. */
export const SCRIPTS_COOKIE = "scripts";

/** A style sheet that only a browser without scripts asks for, and that remembers so. */
export const SCRIPTS_OFF_PATH = "/scripts-off";
