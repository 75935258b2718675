import "#server-only";
import ipaddr from "ipaddr.js";

const ANTHROPIC = ipaddr.IPv4.parseCIDR("160.79.104.0/21");
const LOCAL = "local";

/** Anthropic's published addresses are kept whole, because they name no person; of others the network alone. */
export function toNetwork(peer: string | null): { network: string; isAnthropic: boolean } {
  if (peer === null) return { network: LOCAL, isAnthropic: false };
  const [bare = ""] = peer.split("/", 1);
  if (!ipaddr.isValid(bare)) return { network: LOCAL, isAnthropic: false };
  const parsed = ipaddr.process(bare);
  if (parsed instanceof ipaddr.IPv6) {
    return {
      network: `${parsed.toNormalizedString().split(":").slice(0, 3).join(":")}::/48`,
      isAnthropic: false,
    };
  }
  if (parsed.match(ANTHROPIC)) return { network: parsed.toString(), isAnthropic: true };
  return { network: `${parsed.toString().replace(/\d+$/, "0")}/24`, isAnthropic: false };
}
