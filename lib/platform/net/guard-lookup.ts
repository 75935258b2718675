import "#server-only";
import { isIP, type LookupFunction } from "node:net";
import { callbackify } from "node:util";
import { isGlobalAddress } from "./check-address.ts";
import type { ResolveHost } from "./resolve-host.ts";

const ANSWERS_MAX = 16;
const LOOKUP_TIMEOUT_MS = 3_000;

type Options = { isAllowed: boolean; resolve: ResolveHost; timeoutMs?: number };

/**
 * The lookup a socket dials by. The addresses checked are the very ones handed to the socket, so a name that changes
 * its answer gains nothing. One private answer refuses them all.
 */
export function guardLookup({ isAllowed, resolve, timeoutMs = LOOKUP_TIMEOUT_MS }: Options): LookupFunction {
  const find = callbackify(findAddresses);
  return (hostname, options, callback) => {
    find(hostname, (error, addresses) => {
      const found = (error === null ? addresses : []).map((address) => ({ address, family: isIP(address) }));
      const [first] = found;
      if (error !== null || first === undefined) callback(error ?? failure("NET_UNRESOLVABLE"), "");
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });
  };

  async function findAddresses(hostname: string): Promise<readonly string[]> {
    const answers = await withDeadline((signal) => resolve(hostname, { isAllowed, signal }));
    if (isAllowed) return answers;
    if (answers.length > ANSWERS_MAX || !answers.every(isGlobalAddress)) throw failure("NET_REFUSED");
    return answers;
  }

  async function withDeadline(
    run: (signal: AbortSignal) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const deadline = new AbortController();
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      deadline.abort();
      reject(failure("NET_UNRESOLVABLE"));
    }, timeoutMs);
    try {
      return await Promise.race([run(deadline.signal), promise]);
    } catch {
      throw failure("NET_UNRESOLVABLE");
    } finally {
      clearTimeout(timer);
    }
  }
}

function failure(code: "NET_REFUSED" | "NET_UNRESOLVABLE"): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}
