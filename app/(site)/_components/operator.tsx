import { getConfig } from "#lib/platform/config/get-config.ts";
import { findContactAddress } from "#lib/platform/outbox/find-contact-address.ts";
import { TextLink } from "../../_ui/text-link.tsx";

/** Who runs this server, with the address it writes from where somebody reads what is sent there. */
export function Operator() {
  const { mailFrom, isLocal } = getConfig();
  const address = isLocal ? null : findContactAddress(mailFrom);
  if (!address) return <>the operator of this server, the people who gave you its address</>;
  return (
    <>
      the operator of this server at <TextLink href={`mailto:${address}`}>{address}</TextLink>
    </>
  );
}
