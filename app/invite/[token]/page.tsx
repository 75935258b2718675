import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { findInvitation } from "#lib/tenants/find-invitation.ts";
import { currentPerson } from "../../_http/current-person.ts";
import { ClientMessages } from "../../_messages/client-messages.tsx";
import { FocusedShell } from "../../_ui/focused-shell.tsx";
import { pageTitle } from "../../_ui/page-title.ts";
import { InvitationActions } from "./_components/invitation-actions.tsx";
import { InvitationFacts } from "./_components/invitation-facts.tsx";
import { toTags } from "./_components/to-tags.tsx";

type Props = { params: Promise<{ token: string }> };

const KEYS = {
  pending: "pending",
  expired: "expired",
  revoked: "revoked",
  accepted: "accepted",
  member: "member",
  suspended: "suspended",
  wrong_account: "wrongAccount",
  domain: "domain",
} as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("join.invite");
  // The address holds a secret: it is for no index and no referrer.
  return { title: pageTitle(t("title")), robots: { index: false }, referrer: "same-origin" };
}

/** What somebody is invited to, and what stands in the way. Opening it spends nothing: mail programs look too. */
export default async function InvitePage({ params }: Props) {
  const { token } = await params;
  const person = await currentPerson();
  const invitation = await findInvitation(token, person);
  const t = await getTranslations("join.invite");
  const tags = toTags(invitation, person);
  const key = invitation ? KEYS[invitation.state] : "unknown";
  return (
    <FocusedShell>
      <div className="grid gap-6 py-6">
        <div className="grid gap-2">
          <h1 className="text-xl font-semibold text-balance wrap-anywhere">
            {t.rich(`heading.${key}`, tags)}
          </h1>
          <p className="wrap-anywhere text-muted">{t.rich(`text.${key}`, tags)}</p>
          {key === "pending" && !person && (
            <p className="wrap-anywhere text-muted">{t.rich("text.signIn", tags)}</p>
          )}
        </div>
        {invitation?.state === "pending" && <InvitationFacts invitation={invitation} />}
        <ClientMessages>
          <InvitationActions token={token} invitation={invitation} person={person} />
        </ClientMessages>
      </div>
    </FocusedShell>
  );
}
