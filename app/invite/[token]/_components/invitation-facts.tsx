import { getFormatter, getTranslations } from "next-intl/server";
import type { SeenInvitation } from "#lib/tenants/find-invitation.ts";
import { Card } from "../../../_ui/card.tsx";
import { KeyValue } from "../../../_ui/key-value.tsx";

/** What somebody joins, as what, and until when. */
export async function InvitationFacts({ invitation }: { invitation: SeenInvitation }) {
  const t = await getTranslations("join");
  const format = await getFormatter();
  const { organisation, inviter, email, role, note, expiresAt } = invitation;
  return (
    <Card>
      <KeyValue
        items={[
          { key: t("invite.facts.organisation"), value: <bdi>{organisation.name}</bdi> },
          { key: t("invite.facts.inviter"), value: <bdi>{inviter}</bdi> },
          { key: t("invite.facts.email"), value: <bdi className="break-all">{email}</bdi> },
          { key: t("invite.facts.role"), value: t(`roles.${role}`) },
          ...(note === ""
            ? []
            : [
                {
                  key: t("invite.facts.note"),
                  value: <bdi className="block whitespace-pre-line">{note}</bdi>,
                },
              ]),
          { key: t("invite.facts.expires"), value: format.dateTime(expiresAt, "moment") },
        ]}
      />
    </Card>
  );
}
