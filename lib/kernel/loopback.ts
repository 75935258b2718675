/** The names by which a machine calls itself, as `URL.hostname` spells them. Nothing else counts as local anywhere. */
export const LOOPBACK_NAMES: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Whether a URL's `hostname` is this machine. `127.0.0.1` in another notation is spelled so by the URL parser. */
export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK_NAMES.includes(hostname);
}
