import "#server-only";
import { lookup, Resolver } from "node:dns/promises";

/** Finds the addresses of a name. Rejects or returns nothing when there are none; need not check them. */
export type ResolveHost = (
  hostname: string,
  options: { isAllowed: boolean; signal: AbortSignal },
) => Promise<readonly string[]>;

/**
 * Public names go to the DNS servers directly: the system's resolver works on four threads shared with files and
 * crypto, which a slow name server could hold. The operator's own exceptions may live in the hosts file.
 */
export const resolveHost: ResolveHost = async (hostname, { isAllowed, signal }) => {
  if (isAllowed) return (await lookup(hostname, { all: true })).map(({ address }) => address);
  const resolver = new Resolver({ timeout: 1_000, tries: 2 });
  const cancel = () => resolver.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  } finally {
    signal.removeEventListener("abort", cancel);
  }
};
