import "#server-only";
import ipaddr from "ipaddr.js";

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR("2000::/3");
// Global by range but answered by the cloud's own host: Azure's platform address.
const CLOUD_HOST_V4 = new Set(["168.63.129.16"]);

/**
 * True only for an address anybody on the internet could reach (IANA special-purpose registries, RFC 6890). Mapped
 * and translated forms (v4-mapped, NAT64, 6to4, Teredo) are refused whatever they embed: they are never needed.
 */
export function isGlobalAddress(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== "unicast") return false;
  if (parsed instanceof ipaddr.IPv6) return parsed.match(GLOBAL_UNICAST_V6);
  return ipaddr.IPv4.isValidFourPartDecimal(address) && !CLOUD_HOST_V4.has(parsed.toString());
}
