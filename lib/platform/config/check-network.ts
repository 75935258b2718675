import "#server-only";
import ipaddr from "ipaddr.js";

/** Whether a text is an address (`10.0.0.5`) or a network (`10.0.0.0/8`), and not the whole internet. */
export function isNetwork(text: string): boolean {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  if (isAddress) return true;
  const [address = "", bits = ""] = text.split("/");
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.isValidCIDR(text) && Number(bits) > 0;
  return ipaddr.IPv6.isValidCIDR(text) && Number(bits) > 0;
}
