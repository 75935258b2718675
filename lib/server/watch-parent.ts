import "#server-only";

/** What ends a process of ours in good order. */
export const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** One Ctrl-C arrives several times: from the terminal, and again from npm and from `node --watch`. */
export const SAME_SIGNAL_MS = 700;
const PARENT_CHECK_MS = 300;

/** npm runs us below a shell that dies of a SIGTERM without passing it on; being left alone is then the signal. */
export function watchParent(onLost: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onLost();
  }, PARENT_CHECK_MS).unref();
}
