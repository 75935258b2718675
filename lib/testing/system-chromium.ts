import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** Where Debian's packages put Chromium; the one without windows first, which shows the same pages with half the work. */
export function findSystemChromium(): string | undefined {
  return PLACES.find((file) => existsSync(file));
}

/** No sandbox as root, and no packets to anybody but the server under test. */
const FLAGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** Of a browser beside servers of ours that a signal stops first; it goes with us, whatever ends us. */
export const LEAVES_SIGNALS = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false } as const;

/** How every browser of ours is started: with the machine's Chromium where it has one, else with Playwright's own. */
export function toLaunchOptions(): { executablePath?: string; args: string[] } {
  const executablePath = findSystemChromium();
  return { ...(executablePath === undefined ? {} : { executablePath }), args: FLAGS };
}
