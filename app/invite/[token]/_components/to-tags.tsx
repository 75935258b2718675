import type { ReactNode } from "react";
import type { PersonActor } from "#lib/kernel/actor.ts";
import type { SeenInvitation } from "#lib/tenants/find-invitation.ts";

/** The names an invitation's sentences take, each apart from the text around it. */
export function toTags(invitation: SeenInvitation | null, person: PersonActor | null) {
  const tag = (text: string) => {
    const named = (): ReactNode => <bdi className="text-ink">{text}</bdi>;
    return named;
  };
  return {
    organisation: tag(invitation?.organisation.name ?? ""),
    inviter: tag(invitation?.inviter ?? ""),
    email: tag(invitation?.email ?? ""),
    own: tag(person?.email ?? ""),
  };
}
