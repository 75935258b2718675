import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { MemberActor, PersonActor } from "#lib/kernel/actor.ts";
import { findOpenIncident } from "#lib/operators/find-open-incident.ts";
import { listMemberships } from "#lib/tenants/list-memberships.ts";
import { reportError } from "../../_http/report-error.ts";
import { AppShell } from "../../_ui/app-shell.tsx";
import { toOrganisationLinks } from "../sections.ts";
import { FinishConnecting } from "./finish-connecting.tsx";
import { IncidentBanner } from "./incident-banner.tsx";
import { personalItems, railItems, type Waiting } from "./rail-items.tsx";
import { SessionEnd } from "./session-end.tsx";

type ConsoleShellProps = {
  person: PersonActor;
  member?: MemberActor;
  /** Numbers beside sections of the rail: changed tools, requests. */
  waiting?: Waiting | undefined;
  /** At most one Banner: the most pressing. A request of an app that waits comes before it, and so does an incident. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of every signed-in page: an organisation's, or with no `member` a personal one. */
export async function ConsoleShell({ person, member, waiting, banner, children }: ConsoleShellProps) {
  const [memberships, t, personal, incident] = await Promise.all([
    listMemberships(person),
    getTranslations("shell"),
    personalItems(),
    // Every page stands without it.
    findOpenIncident().catch((error: unknown) => void reportError(error)),
  ]);
  const nav = member ? await railItems(member.tenantSlug, member.role, waiting) : personal;
  const leaving = member
    ? [
        {
          href: `/o/${member.tenantSlug}/leave`,
          label: t("personal.leave", { organisation: member.tenantName }),
        },
      ]
    : [];
  return (
    <AppShell
      organisations={toOrganisationLinks(memberships)}
      currentSlug={member?.tenantSlug}
      createOrganisationHref="/welcome"
      nav={nav}
      navLabel={member ? t("rail.label") : t("personal.label")}
      person={person}
      personLinks={[...personal.flat().map(({ href, label }) => ({ href, label })), ...leaving]}
      signOut={{ action: "/sign-out" }}
      notice={<SessionEnd />}
      banner={<FinishConnecting otherwise={incident ? <IncidentBanner incident={incident} /> : banner} />}
    >
      {children}
    </AppShell>
  );
}
