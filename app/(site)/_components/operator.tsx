import { getConfig } from "#lib/platform/config/get-config.ts";
import { findContactAddress } from "#lib/platform/outbox/find-contact-address.ts";
import { TextLink } from "../../_ui/text-link.tsx";

/** Who runs this server, with where they read what is sent to them: as configured, else the address they write from. */
export function Operator() {
  return <Reachable at={getConfig().supportContact} />;
}

/** The same for somebody who found a weakness; security.txt says the same. */
export function SecurityContact() {
  const { securityContact, supportContact } = getConfig();
  return <Reachable at={securityContact ?? supportContact} />;
}

function Reachable({ at }: { at: string | undefined }) {
  const { mailFrom, isLocal } = getConfig();
  const contact = at ?? (isLocal ? null : findContactAddress(mailFrom));
  if (!contact) return <>the operator of this server, the people who gave you its address</>;
  const href = contact.includes("://") ? contact : `mailto:${contact}`;
  return (
    <>
      the operator of this server at <TextLink href={href}>{contact}</TextLink>
    </>
  );
}
