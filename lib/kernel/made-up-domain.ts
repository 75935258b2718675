/**
 * The mail domain of people who exist in the sandbox alone. It is reserved (RFC 2606 section 3), so nobody owns a mailbox
 * there, no provider may vouch for it, and no mail server is ever asked to deliver to it.
 */
export const MADE_UP_DOMAIN = "trinity-connect.example";

/** Whether a normalised address belongs to somebody made up. */
export function isMadeUp(address: string): boolean {
  return address.endsWith(`@${MADE_UP_DOMAIN}`);
}
