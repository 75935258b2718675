import "#server-only";
import type { Provider } from "./find-google.ts";
import { discover } from "./internal/providers/discover.ts";
import { logRefusal, ProviderError, type ProviderReason } from "./internal/providers/provider-error.ts";

export type CheckedProvider = { ok: true; signInHost: string } | { ok: false; reason: ProviderReason };

/**
 * Whether a provider answers, names itself as it was configured, and says where people sign in; nobody is sent there. What
 * it said in the last ten minutes counts.
 */
export async function checkProvider(provider: Provider): Promise<CheckedProvider> {
  try {
    const { authorization_endpoint: address } = await discover(provider);
    return { ok: true, signInHost: new URL(address).host };
  } catch (error) {
    if (error instanceof ProviderError) return { ok: false, reason: logRefusal(error, provider.connection) };
    throw error;
  }
}
