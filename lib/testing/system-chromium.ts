/** Where Debian's package puts Chromium. */
export const SYSTEM_CHROMIUM = "/usr/bin/chromium";

/** No sandbox as root, and no packets to anybody but the server under test. */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];
