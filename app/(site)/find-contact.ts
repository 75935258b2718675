import { getConfig } from "#lib/platform/config/get-config.ts";
import { findContactAddress } from "#lib/platform/outbox/find-contact-address.ts";

/** Where the operator reads what is sent to them, a mail or web address: as configured, else the address they write from. */
export function findSupportContact(): string | null {
  const { supportContact, mailFrom, isLocal } = getConfig();
  return supportContact ?? (isLocal ? null : findContactAddress(mailFrom));
}

/** The same for somebody who found a weakness. */
export function findSecurityContact(): string | null {
  return getConfig().securityContact ?? findSupportContact();
}
