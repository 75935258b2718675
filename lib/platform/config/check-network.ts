import "#server-only";
import ipaddr from "ipaddr.js";

/**
 * Whether a text is an address (`10.0.0.5`) or a network (`10.0.0.0/8`), and not the whole internet. IPv4 written as
 * IPv6 (`::ffff:10.0.0.5`) is refused: callers are compared as the IPv4 they are, so it would match nobody.
 */
export function isNetwork(text: string): boolean {
  const [address = "", bits] = text.split("/");
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return bits === undefined || (ipaddr.IPv4.isValidCIDR(text) && Number(bits) > 0);
  }
  if (!ipaddr.IPv6.isValid(address) || ipaddr.IPv6.parse(address).isIPv4MappedAddress()) return false;
  return bits === undefined || (ipaddr.IPv6.isValidCIDR(text) && Number(bits) > 0);
}
