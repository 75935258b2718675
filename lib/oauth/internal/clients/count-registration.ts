import "#server-only";
import ipaddr from "ipaddr.js";
import { currentPeerAddress } from "#lib/platform/limits/peer-address.ts";
import { countUse, type Refused } from "../count-use.ts";

/** Where all of claude.ai registers from, published by Anthropic (platform.claude.com/docs/en/api/ip-addresses). */
const ANTHROPIC = ipaddr.IPv4.parseCIDR("160.79.104.0/21");
/** Some hosts register at every start, and many people share an office's address. */
const NETWORK_LIMIT = { points: 200, durationSeconds: 600 };
const ANTHROPIC_LIMIT = { points: 20_000, durationSeconds: 600 };
/** New rows an hour, whoever makes them: identical registrations share one, so only unlike ones count. */
const NEW_LIMIT = { points: 2_000, durationSeconds: 3_600 };
/** Of those one network's share, or two networks could keep everybody else's new apps out. */
const NEW_NETWORK_LIMIT = { points: 200, durationSeconds: 3_600 };
const ANTHROPIC_NEW_LIMIT = { points: 20_000, durationSeconds: 3_600 };

/** Counts one registration against its network, Anthropic's shared addresses together against a bucket of their own. */
export async function countRegistration(): Promise<Refused | null> {
  if (isAnthropic()) return await countUse("oauth.register.anthropic", ANTHROPIC_LIMIT, "egress");
  return await countUse("oauth.register", NETWORK_LIMIT);
}

/** Counts one new stored client against what everybody together may store. */
export async function countNewClient(): Promise<Refused | null> {
  if (isAnthropic()) return await countUse("oauth.clients.anthropic", ANTHROPIC_NEW_LIMIT, "egress");
  const refused = await countUse("oauth.clients.network", NEW_NETWORK_LIMIT, currentSite());
  return refused ?? (await countUse("oauth.clients", NEW_LIMIT, "everybody"));
}

/** An address of IPv4, a /48 of IPv6: whoever rents a machine has 65,536 networks in one. */
function currentSite(): string | null {
  const peer = currentPeerAddress();
  return peer?.includes(":") ? `${peer.split(":").slice(0, 3).join(":")}::/48` : peer;
}

function isAnthropic(): boolean {
  const peer = currentPeerAddress();
  if (peer === null || !ipaddr.IPv4.isValidFourPartDecimal(peer)) return false;
  return ipaddr.IPv4.parse(peer).match(ANTHROPIC);
}
