import { TextLink } from "../../_ui/text-link.tsx";
import { findSecurityContact, findSupportContact } from "../find-contact.ts";

/** Who runs this server, with where they read what is sent to them: as configured, else the address they write from. */
export function Operator() {
  return <Reachable at={findSupportContact()} />;
}

/** The same for somebody who found a weakness; security.txt says the same. */
export function SecurityContact() {
  return <Reachable at={findSecurityContact()} />;
}

function Reachable({ at }: { at: string | null }) {
  if (!at) return <>the operator of this server, the people who gave you its address</>;
  const href = at.includes("://") ? at : `mailto:${at}`;
  return (
    <>
      the operator of this server at <TextLink href={href}>{at}</TextLink>
    </>
  );
}
